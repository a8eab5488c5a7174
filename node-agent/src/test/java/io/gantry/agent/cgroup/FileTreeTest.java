package io.gantry.agent.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {

    private static final GroupName POD = new GroupName(List.of("kubepods", "pod1"));

    @TempDir
    private Path root;

    private FileTree tree() throws IOException {
        return new FileTree(GroupMounts.read(root), GroupName::slicePath);
    }

    /** As systemd leaves it: what it sets itself is handed down, huge pages are not. */
    private Path madeBySystemd() throws IOException {
        Path top = Files.createDirectories(root.resolve("sys/fs/cgroup"));
        Files.writeString(top.resolve("cgroup.controllers"), "cpuset cpu io memory hugetlb pids rdma\n");
        Path group = Files.createDirectories(top.resolve("kubepods.slice/kubepods-pod1.slice"));
        Path above = group.getParent();
        Files.writeString(above.resolve("cgroup.controllers"), "cpuset cpu io memory hugetlb pids\n");
        for (Path directory : List.of(top, above)) {
            Files.writeString(directory.resolve("cgroup.subtree_control"), "as it was");
        }
        for (String file : List.of("cpu.weight", "cpu.max", "memory.max", "pids.max")) {
            Files.createFile(group.resolve(file));
        }
        return group;
    }

    @Test
    void whatTheGroupHasAlreadyIsNotHandedDownAgain() throws IOException {
        Path group = madeBySystemd();
        tree().apply(POD, new GroupLimits(1024, 0, 1 << 20, 0, Map.of()));

        assertThat(group.resolve("memory.max")).hasContent("1048576");
        assertThat(group.resolve("cpu.weight")).hasContent("39");
        assertThat(group.getParent().resolve("cgroup.subtree_control")).hasContent("as it was");
    }

    /** The kernel would make the file then; here it stays away. */
    @Test
    void aControllerThatTheGroupLacksIsHandedDownFromTheTop() throws IOException {
        Path group = madeBySystemd();
        assertThatThrownBy(() -> tree().apply(POD, new GroupLimits(1024, 0, 0, 0, Map.of("2MB", 0L))))
                .isInstanceOf(IOException.class)
                .hasMessage("failed to write \"0\": " + group.resolve("hugetlb.2MB.max"));

        for (Path above : List.of(group.getParent(), group.getParent().getParent())) {
            assertThat(above.resolve("cgroup.subtree_control")).hasContent("+cpu +memory +pids +hugetlb +cpuset +io");
        }
    }
}
