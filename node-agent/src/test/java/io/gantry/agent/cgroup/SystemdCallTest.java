package io.gantry.agent.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemdCallTest {

    private static final String MANAGER =
            "busctl call org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager ";
    private static final GroupName POD = GroupName.parse("/kubepods/podu-1");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FIRST | 12345 | CPUShares t 1024 CPUQuotaPerSecUSec t 130000 MemoryLimit t 1048576"
                        + " TasksMax t 18446744073709551615",
                "SECOND | 0 | CPUWeight t 39 CPUQuotaPerSecUSec t 18446744073709551615 MemoryMax t 1048576"
                        + " TasksMax t 18446744073709551615",
            })
    void aSliceThatRunsIsChangedUntilItEnds(GroupMounts.Version version, long quota, String properties) {
        GroupLimits limits = new GroupLimits(1024, quota, 1 << 20, 0, Map.of());

        assertThat(String.join(" ", SystemdCall.update(POD, limits, version)))
                .isEqualTo(MANAGER + "SetUnitProperties sba(sv) kubepods-podu_1.slice true 4 " + properties);
    }

    @Test
    void aSliceIsStartedWithoutAFile() {
        assertThat(String.join(" ", SystemdCall.start(POD, GroupLimits.NONE, GroupMounts.Version.SECOND)))
                .startsWith(
                        MANAGER + "StartTransientUnit ssa(sv)a(sa(sv)) kubepods-podu_1.slice replace 9 Description s ")
                .contains(" DefaultDependencies b false ", " MemoryAccounting b true ", " CPUWeight t 1 ")
                .endsWith(" TasksMax t 18446744073709551615 0");
    }
}
