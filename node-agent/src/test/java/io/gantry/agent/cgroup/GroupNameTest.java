package io.gantry.agent.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupNameTest {

    @ParameterizedTest
    @CsvSource({
        "/, kubepods, /kubepods, kubepods.slice, /kubepods.slice",
        "/kubepods/burstable, pod1-2, /kubepods/burstable/pod1-2, kubepods-burstable-pod1_2.slice,"
                + " /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1_2.slice",
        "my-root, kubepods, /my-root/kubepods, my_root-kubepods.slice, /my_root.slice/my_root-kubepods.slice",
    })
    void aGroupIsNamedByItsPathOrItsSlice(String above, String child, String path, String slice, String slicePath) {
        GroupName name = GroupName.parse(above).child(child);

        assertThat(name.path()).isEqualTo(path);
        assertThat(name.slice()).isEqualTo(slice);
        assertThat(name.slicePath()).isEqualTo(slicePath);
    }
}
