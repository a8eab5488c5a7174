package io.gantry.scheduler;

import static io.gantry.scheduler.Objects.labelled;
import static io.gantry.scheduler.Objects.node;
import static io.gantry.scheduler.Objects.pod;
import static io.gantry.scheduler.Objects.snapshot;
import static io.gantry.scheduler.Objects.tainted;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Snapshot;
import io.gantry.scheduler.plugin.PodTopologySpread;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Topology spread constraints: zone 1 has two pods, zone 2 one and zone 3, which is tainted and of another kind, none. */
class TopologySpreadTest {

    private static final String SELECTOR = "'labelSelector':{'matchLabels':{'app':'x'}}";

    private final PodTopologySpread spread = new PodTopologySpread();
    private final Snapshot snapshot = snapshot(
            filled(node("one", "4", "'zone':'1','kind':'plain'"), "a", "b"),
            filled(node("two", "4", "'zone':'2','kind':'plain'"), "c"),
            tainted("three", "4", "'zone':'3','kind':'special'", "{'key':'only','effect':'NoSchedule'}"),
            node("none", "4", "'kind':'plain'"));

    private static NodeInfo filled(NodeInfo node, String... pods) {
        NodeInfo filled = node;
        for (String name : pods) {
            filled = filled.with(
                    labelled(name, "{'app':'x','version':'" + name + "'}", "").on(node.name()));
        }
        return filled;
    }

    /** The nodes that may take the pod, in order. */
    private List<String> allowed(PodInfo pod) {
        var test = spread.prepare(pod, snapshot);
        return snapshot.nodes().stream()
                .filter(node -> test.reject(node).isEmpty())
                .map(NodeInfo::name)
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a skew of one leaves only the empty zone                 | 'maxSkew':1,                                                   | three",
                "a skew of two leaves the zone with one pod as well       | 'maxSkew':2,                                                   | two three",
                "a tainted zone does not count when taints are honoured   | 'maxSkew':1,'nodeTaintsPolicy':'Honor',                        | two three",
                "with fewer zones than wanted the emptiest counts as none | 'maxSkew':1,'nodeTaintsPolicy':'Honor','minDomains':3,         | three",
                "only pods of the same version count                      | 'maxSkew':1,'matchLabelKeys':['version'],                      | two three"
            })
    void zonesThatMayTakeAPod(String name, String constraint, String nodes) {
        PodInfo pod = labelled(
                "p",
                "{'app':'x','version':'b'}",
                "'topologySpreadConstraints':[{" + constraint
                        + "'topologyKey':'zone','whenUnsatisfiable':'DoNotSchedule'," + SELECTOR + "}]");
        assertThat(allowed(pod)).containsExactly(nodes.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"Honor,two three", "Ignore,three"})
    void zonesThatThePodCannotUseCountWhenAffinityIsIgnored(String policy, String nodes) {
        PodInfo pod = pod(
                "p",
                "'nodeSelector':{'kind':'plain'},'topologySpreadConstraints':[{'maxSkew':1,'nodeAffinityPolicy':'"
                        + policy + "','topologyKey':'zone','whenUnsatisfiable':'DoNotSchedule'," + SELECTOR + "}]");
        assertThat(allowed(pod)).containsExactly(nodes.split(" "));
    }

    @Test
    void aNodeWithoutTheLabelIsRefusedForGood() {
        PodInfo pod = pod(
                "p",
                "'topologySpreadConstraints':[{'maxSkew':5,'topologyKey':'zone','whenUnsatisfiable':'DoNotSchedule',"
                        + SELECTOR + "}]");
        var rejection = spread.prepare(pod, snapshot)
                .reject(snapshot.node("none").orElseThrow())
                .orElseThrow();
        assertThat(rejection)
                .isEqualTo(io.gantry.scheduler.model.Rejection.lasting(
                        "node(s) didn't match pod topology spread constraints (missing required label)"));
    }

    @Test
    void aPreferenceRatesTheLeastCrowdedZoneHighestAndANodeWithoutOneNothing() {
        PodInfo pod = pod(
                "p",
                "'topologySpreadConstraints':[{'maxSkew':1,'topologyKey':'zone','whenUnsatisfiable':'ScheduleAnyway',"
                        + SELECTOR + "}]");
        // ln 5 a pod: 3.2 and 1.6 round to 3, 2 and 0, and 100 * (3 + 0 - n) / 3 are left
        assertThat(spread.score(pod, snapshot, snapshot.nodes())).containsExactly(0, 33, 100, 0);
    }
}
