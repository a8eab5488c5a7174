package io.gantry.agent.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupMountsTest {

    @TempDir
    private Path root;

    @Test
    void theFirstVersionHasATreeForEachController() throws IOException {
        Files.createDirectories(root.resolve("proc/self"));
        Files.writeString(root.resolve("proc/self/mountinfo"), """
                31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
                32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
                35 31 0:32 / /var/lib/elsewhere/cgroup/memory rw,relatime - cgroup cgroup rw,memory
                36 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
                40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd
                41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
                """);

        GroupMounts mounts = GroupMounts.read(root);

        assertThat(mounts.version()).isEqualTo(GroupMounts.Version.FIRST);
        assertThat(mounts.top("cpu")).contains(root.resolve("sys/fs/cgroup/cpu,cpuacct"));
        assertThat(mounts.top("memory")).contains(root.resolve("sys/fs/cgroup/memory"));
        assertThat(mounts.top("hugetlb")).isEmpty();
        assertThat(mounts.trees())
                .containsExactlyInAnyOrder(
                        root.resolve("sys/fs/cgroup/cpu,cpuacct"),
                        root.resolve("sys/fs/cgroup/memory"),
                        root.resolve("var/lib/elsewhere/cgroup/memory"),
                        root.resolve("sys/fs/cgroup/systemd"),
                        root.resolve("sys/fs/cgroup/unified"));
    }

    @Test
    void theSecondVersionHasOneTreeWhoseGroupsHandTheirControllersDown() throws IOException {
        Path top = Files.createDirectories(root.resolve("sys/fs/cgroup"));
        Path group = Files.createDirectories(top.resolve("kubepods"));
        for (Path directory : new Path[] {top, group}) {
            Files.writeString(directory.resolve("cgroup.controllers"), "cpuset cpu io memory pids rdma\n");
            Files.createFile(directory.resolve("cgroup.subtree_control"));
        }
        GroupMounts mounts = GroupMounts.read(root);
        FileTree tree = new FileTree(mounts, GroupName::path);
        GroupName pod = GroupName.parse("/kubepods/podu");

        // a plain directory has no files of the kernel: the first one that is written says so
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> tree.apply(pod, GroupLimits.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("failed to write \"1\": ")
                .hasMessageContaining("kubepods/podu/cpu.weight");

        assertThat(top.resolve("cgroup.subtree_control")).hasContent("+cpu +memory +pids +cpuset +io");
        assertThat(group.resolve("cgroup.subtree_control")).hasContent("+cpu +memory +pids +cpuset +io");
        assertThat(tree.children(GroupName.parse("/kubepods"))).containsExactly("podu");
        tree.remove(pod);
        assertThat(group.resolve("podu")).doesNotExist();
    }
}
