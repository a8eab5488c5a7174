package io.gantry.agent.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodRequests;
import io.gantry.agent.object.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllocationTest {

    private static final Map<String, Quantity> NODE =
            Map.of("cpu", Quantity.parse("4"), "memory", Quantity.parse("1Gi"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'containers':[{'resources':{'requests':{'cpu':'1'}}},{'resources':{'requests':{'cpu':'500m'}}}]} | 1500",
                "{'overhead':{'cpu':'100m'},'containers':[{'resources':{'requests':{'cpu':'1'}}}]} | 1100",
                "{'initContainers':[{'resources':{'requests':{'cpu':'3'}}}],'containers':[{'resources':{'requests':{'cpu':'1'}}}]} | 3000",
                "{'initContainers':[{'restartPolicy':'Always','resources':{'requests':{'cpu':'1'}}},"
                        + "{'resources':{'requests':{'cpu':'3'}}}],'containers':[{'resources':{'requests':{'cpu':'2'}}}]} | 4000",
                "{'resources':{'requests':{'cpu':'7'}},'containers':[{'resources':{'requests':{'cpu':'1'}}}]} | 7000",
                "{'containers':[{}]} | 0",
            })
    void aPodAsksForTheMostItNeedsAtOneTime(String spec, long millis) {
        assertThat(PodRequests.of(TestPods.pod(spec), "cpu").millis()).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | 256Mi | 2 | 512Mi | ''",
                "5 | 0 | 0 | 0 | Infeasible: Node didn't have enough capacity: cpu, requested: 5000, capacity: 4000",
                "3 | 0 | 1500m | 0 | Deferred: Node didn't have enough resource: cpu, requested: 3000, used: 1500, capacity: 4000",
                "0 | 2Gi | 0 | 0 | Infeasible: Node didn't have enough capacity: memory, requested: 2147483648, capacity: 1073741824",
            })
    void aNodeGivesWhatItHas(String cpu, String memory, String usedCpu, String usedMemory, String expected) {
        Pod pod = wants(cpu, memory);

        String pending = PendingResize.of(
                        pod, NODE, Map.of("cpu", Quantity.parse(usedCpu), "memory", Quantity.parse(usedMemory)))
                .map(found -> found.reason().title() + ": " + found.message())
                .orElse("");

        assertThat(pending).isEqualTo(expected);
    }

    @Test
    void aPodThatWaitsForMoreRunsWithWhatItHas() {
        Allocation allocation = Allocation.of(wants("1", "1Mi"));
        Pod wanted = wants("2", "1Mi");

        assertThat(allocation.satisfies(wanted)).isFalse();
        assertThat(allocation
                        .applyTo(wanted)
                        .containers()
                        .getFirst()
                        .resource("requests", "cpu")
                        .orElseThrow())
                .isEqualTo(Quantity.parse("1"));
        assertThat(Allocation.of(wanted).applyTo(wanted)).isSameAs(wanted);
    }

    @Test
    void twoPodsDoNotGetTheSameRest() {
        NodeAllocations node = new NodeAllocations(NODE);
        Pod first = uid(wants("3", "0"), "u1");
        Pod second = uid(wants("3", "0"), "u2");

        assertThat(node.resize(first)).isEmpty();
        assertThat(node.resize(second)).isPresent();
        node.release("u1");
        assertThat(node.resize(second)).isEmpty();
    }

    private static Pod uid(Pod pod, String uid) {
        ((com.fasterxml.jackson.databind.node.ObjectNode) pod.metadata()).put("uid", uid);
        return pod;
    }

    private static Pod wants(String cpu, String memory) {
        return TestPods.pod("{'containers':[{'name':'a','resources':{'requests':{'cpu':'" + cpu + "','memory':'"
                + memory + "'}}}]}");
    }
}
