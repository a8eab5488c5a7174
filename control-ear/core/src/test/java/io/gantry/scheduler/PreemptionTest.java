package io.gantry.scheduler;

import static io.gantry.scheduler.Objects.labelled;
import static io.gantry.scheduler.Objects.node;
import static io.gantry.scheduler.Objects.nominated;
import static io.gantry.scheduler.Objects.pod;
import static io.gantry.scheduler.Objects.sized;
import static io.gantry.scheduler.Objects.snapshot;
import static io.gantry.scheduler.Objects.tainted;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.controller.fake.FakeClusterView;
import io.gantry.scheduler.Pipeline.Outcome.Unschedulable;
import io.gantry.scheduler.Preemption.Outcome.Evict;
import io.gantry.scheduler.Preemption.Outcome.Hopeless;
import io.gantry.scheduler.Preemption.Outcome.NotEligible;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Selector;
import io.gantry.scheduler.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreemptionTest {

    private final List<DisruptionBudget> budgets = new ArrayList<>();
    private final Pipeline pipeline = Pipeline.standard(new Random(3), () -> budgets, new FakeClusterView());

    private Unschedulable schedule(PodInfo pod, Snapshot snapshot) {
        Pipeline.Outcome outcome = pipeline.schedule(pod, snapshot);
        assertThat(outcome).isInstanceOf(Unschedulable.class);
        return (Unschedulable) outcome;
    }

    private Evict evict(PodInfo pod, Snapshot snapshot) {
        return (Evict) schedule(pod, snapshot).preemption();
    }

    private static NodeInfo with(String name, PodInfo... pods) {
        NodeInfo node = node(name, "4", "");
        for (PodInfo pod : pods) {
            node = node.with(pod.on(name));
        }
        return node;
    }

    private static List<String> names(List<PodInfo> pods) {
        return pods.stream().map(pod -> pod.key().name()).toList();
    }

    @Test
    void onlyAsManyLessImportantPodsGoAsMustTheLeastImportantFirst() {
        Snapshot snapshot = snapshot(with(
                "a", sized("low", 1, "1"), sized("middle", 5, "1"), sized("lowest", 0, "1"), sized("equal", 9, "1")));
        Unschedulable outcome = schedule(sized("p", 9, "2"), snapshot);
        assertThat(names(((Evict) outcome.preemption()).victims())).containsExactly("low", "lowest");
        assertThat(outcome.message()).isEqualTo("0/1 nodes are available: 1 Insufficient cpu.");
    }

    @Test
    void theLongestRunningOfEqualPodsStays() {
        PodInfo old = sized("old", 1, "2");
        PodInfo young = started(sized("young", 1, "2"), "2026-02-01T00:00:00Z");
        assertThat(names(evict(sized("p", 9, "2"), snapshot(with("a", old, young)))
                        .victims()))
                .containsExactly("young");
    }

    private static PodInfo started(PodInfo pod, String time) {
        var object = Objects.object(
                "pods",
                "default",
                pod.key().name(),
                "{'spec':{'priority':" + pod.priority()
                        + ",'containers':[{'resources':{'requests':{'cpu':'2'}}}]},'status':{'startTime':'" + time
                        + "'}}",
                "{'app':'x'}");
        return PodInfo.of(object);
    }

    @Test
    void theNodeIsChosenWhereTheMostImportantVictimIsLeastImportantThenWhereFewestGo() {
        NodeInfo high = with("high", sized("h", 5, "4"));
        NodeInfo low = with("low", sized("l", 1, "4"));
        NodeInfo many = with("many", sized("m1", 1, "2"), sized("m2", 1, "2"));
        assertThat(evict(sized("p", 9, "3"), snapshot(high, many, low)).nodeName())
                .isEqualTo("low");
        assertThat(evict(sized("p", 9, "3"), snapshot(high, many)).nodeName()).isEqualTo("many");
    }

    @Test
    void aBudgetIsBrokenOnlyWhereNothingElseHelps() {
        PodInfo guarded = labelled(
                "guarded", "{'app':'guarded'}", "'priority':0,'containers':[{'resources':{'requests':{'cpu':'4'}}}]");
        budgets.add(new DisruptionBudget("default", Selector.ofMap(Map.of("app", "guarded")), 0, Set.of()));
        assertThat(evict(sized("p", 9, "4"), snapshot(with("a", guarded), with("b", sized("more", 5, "4"))))
                        .nodeName())
                .isEqualTo("b");
        assertThat(names(evict(sized("p", 9, "4"), snapshot(with("a", guarded))).victims()))
                .containsExactly("guarded");
    }

    @Test
    void aBudgetAllowsAsManyAsItHasLeftAndDoesNotCountWhoIsDisruptedAlready() {
        PodInfo one = sized("one", 2, "1");
        PodInfo two = sized("two", 1, "1");
        DisruptionBudget budget = new DisruptionBudget("default", Selector.ofMap(Map.of("app", "x")), 1, Set.of("two"));
        assertThat(names(DisruptionBudget.split(List.of(one, two), List.of(budget))
                        .violating()))
                .isEmpty();
        DisruptionBudget spent = new DisruptionBudget("default", Selector.ofMap(Map.of("app", "x")), 1, Set.of());
        assertThat(names(DisruptionBudget.split(List.of(one, two), List.of(spent))
                        .violating()))
                .containsExactly("two");
    }

    @Test
    void whyNothingHelpsIsSaidPerNode() {
        NodeInfo taken = with("taken", sized("equal", 9, "4"));
        NodeInfo small = node("small", "1", "");
        NodeInfo repelling = tainted("repelling", "8", "", "{'key':'only','effect':'NoSchedule'}");
        Unschedulable outcome = schedule(sized("p", 9, "2"), snapshot(taken, small, repelling));
        assertThat(outcome.message())
                .isEqualTo(
                        "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. "
                                + "no new claims to deallocate, preemption: 0/3 nodes are available: "
                                + "1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.");
        assertThat(outcome.preemption()).isInstanceOf(Hopeless.class);
    }

    @Test
    void aPodThatNamesItsNodeSaysHowManyOthersItDoesNotWant() {
        PodInfo pinned = pod(
                "pinned",
                "'containers':[{'resources':{'requests':{'cpu':'5'}}}],'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':"
                        + "{'nodeSelectorTerms':[{'matchFields':[{'key':'metadata.name','operator':'In','values':['a']}]}]}}}");
        assertThat(schedule(pinned, snapshot(with("a"), with("b"), with("c"))).message())
                .isEqualTo(
                        "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. "
                                + "no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.");
    }

    @Test
    void allThatANodeLacksIsNamed() {
        PodInfo hungry = pod(
                "hungry", "'containers':[{'resources':{'requests':{'cpu':'5','memory':'9Gi','example.com/gpu':'1'}}}]");
        assertThat(schedule(hungry, snapshot(with("a"))).message())
                .startsWith("0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient example.com/gpu, "
                        + "1 Insufficient memory. no new claims");
    }

    @Test
    void aPodThatMayNotEvictWaits() {
        PodInfo modest = pod(
                "modest",
                "'priority':9,'preemptionPolicy':'Never','containers':[{'resources':{'requests':{'cpu':'2'}}}]");
        Unschedulable outcome = schedule(modest, snapshot(with("a", sized("low", 1, "4"))));
        assertThat(outcome.preemption()).isInstanceOf(NotEligible.class);
        assertThat(outcome.message())
                .isEqualTo("0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, "
                        + "preemption: not eligible due to preemptionPolicy=Never.");
    }

    @Test
    void nobodyElseIsEvictedWhileVictimsAreLeaving() {
        Snapshot leaving = snapshot(with("a", sized("victim", 1, "4").preempted()), with("b", sized("other", 1, "4")));
        Unschedulable outcome = schedule(sized("p", 9, "4").nominatedTo("a"), leaving);
        assertThat(outcome.preemption()).isInstanceOf(NotEligible.class);
        assertThat(outcome.message())
                .endsWith("preemption: not eligible due to a terminating pod on the nominated node.");
    }

    @Test
    void roomThatIsMadeForAPodIsNotGivenToALessImportantOne() {
        PodInfo expected = sized("expected", 9, "4").nominatedTo("a");
        Snapshot snapshot = nominated(snapshot(with("a")), expected);
        assertThat(schedule(sized("p", 5, "1"), snapshot).message())
                .startsWith("0/1 nodes are available: 1 Insufficient cpu.");
        assertThat(pipeline.schedule(sized("q", 10, "1"), snapshot)).isEqualTo(new Pipeline.Outcome.Chosen("a"));
        assertThat(pipeline.schedule(expected, snapshot)).isEqualTo(new Pipeline.Outcome.Chosen("a"));
    }

    @Test
    void aPodThatKeepsAnotherAwayGoesToo() {
        String lonely =
                "'priority':1,'affinity':{'podAntiAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{'topologyKey':'kubernetes.io/hostname','labelSelector':{'matchLabels':{'app':'x'}}}]}}";
        assertThat(names(evict(
                                sized("p", 9, "1"),
                                snapshot(with("a", pod("lonely", lonely), sized("harmless", 1, "1"))))
                        .victims()))
                .containsExactly("lonely");
    }
}
