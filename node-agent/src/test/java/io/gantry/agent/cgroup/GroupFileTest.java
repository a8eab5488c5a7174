package io.gantry.agent.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupFileTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FIRST | 512 | 50000 | 1048576 | 100 | cpu.shares=512 cpu.cfs_period_us=100000 cpu.cfs_quota_us=50000"
                        + " memory.limit_in_bytes=1048576 pids.max=100 hugetlb.2MB.limit_in_bytes=4194304",
                "FIRST | 2 | 0 | 0 | 0 | cpu.shares=2 cpu.cfs_period_us=100000 cpu.cfs_quota_us=-1"
                        + " memory.limit_in_bytes=-1 pids.max=max hugetlb.2MB.limit_in_bytes=4194304",
                "SECOND | 1024 | 50000 | 1048576 | 100 | cpu.weight=39 cpu.max=50000 100000 memory.max=1048576"
                        + " pids.max=100 hugetlb.2MB.max=4194304",
                "SECOND | 262144 | 0 | 0 | 0 | cpu.weight=10000 cpu.max=max 100000 memory.max=max pids.max=max"
                        + " hugetlb.2MB.max=4194304",
            })
    void limitsAreWrittenInTheWordsOfTheKernel(
            GroupMounts.Version version, long shares, long quota, long memory, long processes, String expected) {
        GroupLimits limits = new GroupLimits(shares, quota, memory, processes, Map.of("2MB", 4L << 20));

        assertThat(GroupFile.of(limits, version).stream()
                        .map(file -> file.name() + "=" + file.value())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }
}
