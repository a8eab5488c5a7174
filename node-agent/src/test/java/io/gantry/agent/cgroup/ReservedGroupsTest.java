package io.gantry.agent.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.agent.host.HostCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReservedGroupsTest {

    @TempDir
    private Path root;

    private static GroupLimits limits(long shares, long memory, long processes) {
        return new GroupLimits(shares, 0, memory, processes, Map.of());
    }

    private void enforce(String path, GroupLimits limits) throws IOException {
        new ReservedGroups("cgroupfs", new HostCommands(), root).enforce(path, limits);
    }

    private Path unified(String controllers) throws IOException {
        Path top = Files.createDirectories(root.resolve("sys/fs/cgroup"));
        Files.writeString(top.resolve("cgroup.controllers"), "cpuset cpu io memory pids rdma\n");
        Path group = Files.createDirectories(top.resolve("machine/system"));
        Files.writeString(group.resolve("cgroup.controllers"), controllers + "\n");
        for (String written : List.of("cpu.weight", "memory.max")) {
            Files.createFile(group.resolve(written));
        }
        for (String left : List.of("cpu.max", "pids.max")) {
            Files.writeString(group.resolve(left), "before");
        }
        return group;
    }

    @Test
    void aGroupGetsTheLimitsThatAreGivenAndKeepsTheOthers() throws IOException {
        Path group = unified("cpuset cpu memory pids");
        enforce("/machine/system", limits(1024, 1 << 30, 0));

        assertThat(group.resolve("cpu.weight")).hasContent("39");
        assertThat(group.resolve("memory.max")).hasContent("1073741824");
        assertThat(group.resolve("cpu.max")).hasContent("before");
        assertThat(group.resolve("pids.max")).hasContent("before");
    }

    @Test
    void aGroupThatIsNotThereIsNotMade() throws IOException {
        unified("cpuset cpu memory pids");
        assertThatThrownBy(() -> enforce("/machine/other", limits(0, 1, 0)))
                .isInstanceOf(IOException.class)
                .hasMessage("could not read controllers for cgroup [\"machine\" \"other\"]: open "
                        + root.resolve("sys/fs/cgroup/machine/other/cgroup.controllers")
                        + ": no such file or directory");
    }

    @Test
    void aGroupNeedsItsControllers() throws IOException {
        unified("cpu memory");
        assertThatThrownBy(() -> enforce("/machine/system", limits(0, 1, 0)))
                .hasMessage("cgroup [\"machine\" \"system\"] has some missing controllers: cpuset, pids");
    }

    @Test
    void somethingMustBeReserved() {
        assertThatThrownBy(() -> enforce("/machine/system", limits(0, 0, 0)))
                .hasMessage("[\"machine\" \"system\"] cgroup is not configured properly");
    }

    @Test
    void inTheFirstVersionAGroupIsInTheTreeOfEachController() throws IOException {
        Files.createDirectories(root.resolve("proc/self"));
        Files.writeString(root.resolve("proc/self/mountinfo"), """
                32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
                36 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
                37 31 0:33 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids
                """);
        Path cpu = Files.createDirectories(root.resolve("sys/fs/cgroup/cpu/system"));
        Path pids = Files.createDirectories(root.resolve("sys/fs/cgroup/pids/system"));
        Path memory = root.resolve("sys/fs/cgroup/memory/system");
        assertThatThrownBy(() -> enforce("/system", limits(512, 0, 100)))
                .hasMessage("cgroup [\"system\"] has some missing paths: " + memory);

        Files.createDirectories(memory);
        Files.createFile(cpu.resolve("cpu.shares"));
        Files.createFile(pids.resolve("pids.max"));
        enforce("/system", limits(512, 0, 100));
        assertThat(cpu.resolve("cpu.shares")).hasContent("512");
        assertThat(pids.resolve("pids.max")).hasContent("100");
        assertThat(memory).isEmptyDirectory();
    }

    @Test
    void slicesAreNamedByTheirPaths() {
        assertThat(GroupName.parseSlice("/a.slice/a-b_c.slice").slicePath()).isEqualTo("/a.slice/a-b_c.slice");
        assertThat(GroupName.parseSlice("system.slice").slice()).isEqualTo("system.slice");
        assertThat(SystemdCall.give(
                        GroupName.parseSlice("/system.slice"), limits(1024, 0, 7), GroupMounts.Version.SECOND))
                .endsWith("system.slice", "true", "2", "CPUWeight", "t", "39", "TasksMax", "t", "7");
    }
}
