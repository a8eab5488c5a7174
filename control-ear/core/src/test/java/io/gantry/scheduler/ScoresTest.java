package io.gantry.scheduler;

import static io.gantry.scheduler.Objects.labelled;
import static io.gantry.scheduler.Objects.node;
import static io.gantry.scheduler.Objects.object;
import static io.gantry.scheduler.Objects.pod;
import static io.gantry.scheduler.Objects.sized;
import static io.gantry.scheduler.Objects.snapshot;
import static io.gantry.scheduler.Objects.tainted;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.ScorePlugin;
import io.gantry.scheduler.plugin.BalancedAllocation;
import io.gantry.scheduler.plugin.ImageLocality;
import io.gantry.scheduler.plugin.InterPodAffinity;
import io.gantry.scheduler.plugin.NodeResourcesFit;
import io.gantry.scheduler.plugin.TaintToleration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Scores that upstream gives in the same places. */
class ScoresTest {

    private static long[] score(ScorePlugin plugin, PodInfo pod, NodeInfo... nodes) {
        return plugin.score(pod, snapshot(nodes), Arrays.asList(nodes));
    }

    @Test
    void aContainerWithoutRequestsCountsAsATenthOfACoreAndTwoHundredMebibytes() {
        NodeInfo idle = node("idle", "1", "");
        NodeInfo used = idle.with(pod("o", "'containers':[{},{}]").on("idle"));
        // cpu 90 and memory 97 are left of the idle node, 70 and 92 of the other
        assertThat(score(new NodeResourcesFit(), pod("p", "'containers':[{}]"), idle, used))
                .containsExactly(93, 81);
    }

    @Test
    void balanceIsRatedByWhatThePodChanges() {
        NodeInfo idle = node("idle", "4", "");
        NodeInfo memory = idle.with(pod("o", "'containers':[{'resources':{'requests':{'memory':'4Gi'}}}]")
                .on("idle"));
        PodInfo cpu = sized("p", 0, "2");
        // idle: from balanced to half; memory: from half to balanced
        assertThat(score(new BalancedAllocation(), cpu, idle, memory)).containsExactly(62, 87);
        assertThat(score(new BalancedAllocation(), pod("q", "'containers':[{}]"), idle))
                .containsExactly(0);
    }

    @Test
    void softTaintsThatAreNotToleratedCountAgainstANode() {
        NodeInfo none = node("none", "4", "");
        NodeInfo one = tainted("one", "4", "", "{'key':'a','effect':'PreferNoSchedule'}");
        NodeInfo two = tainted(
                "two", "4", "", "{'key':'a','effect':'PreferNoSchedule'},{'key':'b','effect':'PreferNoSchedule'}");
        assertThat(score(new TaintToleration(), pod("p", "'x':1"), none, one, two))
                .containsExactly(100, 50, 0);
        assertThat(score(
                        new TaintToleration(),
                        pod("p", "'tolerations':[{'key':'b','operator':'Exists','effect':'NoSchedule'}]"),
                        two,
                        none))
                .containsExactly(0, 100);
    }

    @Test
    void anImageCountsByItsSizeAndByHowManyNodesHaveIt() {
        NodeInfo having = NodeInfo.of(object(
                "nodes",
                "",
                "having",
                "{'status':{'allocatable':{'pods':'1'},'images':[{'names':['host:5000/web:latest'],'sizeBytes':1048576000}]}}",
                "{}"));
        PodInfo pod = pod("p", "'containers':[{'image':'host:5000/web'}]");
        // half of 1000 MiB, less 23, of 977
        assertThat(score(new ImageLocality(), pod, having, node("other", "4", "")))
                .containsExactly(48, 0);
    }

    @Test
    void podsThatRunAlreadySayWhomTheyWantNear() {
        String wants =
                "'affinity':{'podAffinity':{'preferredDuringSchedulingIgnoredDuringExecution':[{'weight':10,'podAffinityTerm':{'topologyKey':'kubernetes.io/hostname','labelSelector':{'matchLabels':{'app':'x'}}}}]}}";
        NodeInfo friendly = node("friendly", "4", "")
                .with(labelled("o", "{'app':'y'}", wants).on("friendly"));
        NodeInfo hostile = node("hostile", "4", "")
                .with(labelled("o", "{'app':'y'}", wants.replace("podAffinity'", "podAntiAffinity'"))
                        .on("hostile"));
        assertThat(score(new InterPodAffinity(), pod("p", "'x':1"), friendly, hostile, node("plain", "4", "")))
                .containsExactly(100, 0, 50);
    }
}
