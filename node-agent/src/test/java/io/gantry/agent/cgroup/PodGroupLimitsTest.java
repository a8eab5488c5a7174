package io.gantry.agent.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.object.HugePageSize;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases follow upstream's rules for the control group of a pod. */
class PodGroupLimitsTest {

    private static final String ONE =
            "{'resources':{'requests':{'cpu':'250m','memory':'1Ki'}," + "'limits':{'cpu':'500m','memory':'1Mi'}}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'containers':[{}]} | BestEffort 2 0 0 0",
                "{'containers':[" + ONE + "]} | Burstable 256 50000 1048576 0",
                "{'containers':[" + ONE + "," + ONE + "]} | Burstable 512 100000 2097152 0",
                "{'overhead':{'cpu':'250m','memory':'1Mi'},'containers':[" + ONE + "]} | Burstable 512 75000 2097152 0",
                "{'containers':[" + ONE + ",{'resources':{'requests':{'cpu':'1'}}}]} | Burstable 1280 0 0 0",
                "{'containers':[" + ONE + ",{'resources':{'limits':{'memory':'1Mi'}}}]} | Burstable 256 0 2097152 0",
                "{'initContainers':[{'resources':{'limits':{'cpu':'2','memory':'4Mi'}}}],'containers':[" + ONE + "]}"
                        + " | Burstable 256 200000 4194304 0",
                "{'initContainers':[{}],'containers':[" + ONE + "]} | Burstable 256 0 0 0",
                "{'resources':{'limits':{'cpu':'1','memory':'8Mi'},'requests':{'cpu':'1','memory':'8Mi'}},"
                        + "'containers':[{}]} | Guaranteed 1024 100000 8388608 0",
                "{'resources':{'limits':{'memory':'8Mi'}},'containers':[{}]} | Burstable 2 0 8388608 0",
                "{'containers':[{'resources':{'requests':{'cpu':'1','hugepages-2Mi':'4Mi'}}}]}"
                        + " | Burstable 1024 0 0 4194304",
            })
    void aPodMayUseWhatItSaysOrWhatItsContainersMayUseTogether(String spec, String expected) {
        Pod pod = new Pod(Json.read(("{'metadata':{'uid':'u'},'spec':" + spec + "}").replace('\'', '"')));

        GroupLimits limits = PodGroupLimits.of(pod, 7, List.of(new HugePageSize(2 << 20)));

        assertThat(pod.qosClass().title() + " " + limits.cpuShares() + " " + limits.cpuQuota() + " " + limits.memory()
                        + " " + limits.hugePages().get("2MB"))
                .isEqualTo(expected);
        assertThat(limits.processes()).isEqualTo(7);
    }
}
