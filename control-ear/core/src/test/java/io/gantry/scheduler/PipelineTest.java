package io.gantry.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.controller.fake.FakeClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineTest {

    private final Pipeline pipeline = Pipeline.standard(new Random(7), List::of, new FakeClusterView());

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a pod goes where its requests fit            | 'containers':[{'resources':{'requests':{'cpu':'3'}}}]                                | large",
                "a node selector chooses                      | 'nodeSelector':{'disk':'ssd'}                                                        | small",
                "required node affinity chooses               | 'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':[{'matchExpressions':[{'key':'disk','operator':'NotIn','values':['ssd']}]}]}}} | large",
                "a field of the node can be required          | 'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':[{'matchFields':[{'key':'metadata.name','operator':'In','values':['small']}]}]}}} | small",
                "preferred node affinity decides              | 'affinity':{'nodeAffinity':{'preferredDuringSchedulingIgnoredDuringExecution':[{'weight':100,'preference':{'matchExpressions':[{'key':'disk','operator':'Exists'}]}}]}} | small",
                "a toleration opens a tainted node            | 'tolerations':[{'key':'only','operator':'Exists'}],'nodeSelector':{'kubernetes.io/hostname':'tainted'} | tainted",
                "an init container counts by itself           | 'containers':[{'resources':{'requests':{'cpu':'100m'}}}],'initContainers':[{'resources':{'requests':{'cpu':'3'}}}] | large",
                "a sidecar counts beside the containers       | 'containers':[{'resources':{'requests':{'cpu':'1500m'}}}],'initContainers':[{'restartPolicy':'Always','resources':{'requests':{'cpu':'1'}}}] | large"
            })
    void aPodGetsTheNodeThatSuitsIt(String name, String spec, String node) {
        assertThat(pipeline.schedule(pod("p", spec), threeNodes())).isEqualTo(new Pipeline.Outcome.Chosen(node));
    }

    @Test
    void whyNoNodeCanTakeAPodIsCountedByReason() {
        assertThat(pipeline.schedule(pod("p", "'containers':[{'resources':{'requests':{'cpu':'16'}}}]"), threeNodes()))
                .matches(outcome -> says(
                        outcome, "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu."));
        assertThat(pipeline.schedule(
                        pod("p", "'nodeSelector':{'disk':'tape'}"), new Snapshot(List.of(), Map.of(), Map.of())))
                .matches(outcome -> says(outcome, "no nodes available to schedule pods"));
    }

    @Test
    void aFullNodeAndATakenHostPortAreRefused() {
        PodInfo holder = pod("holder", "'containers':[{'ports':[{'hostPort':8080}]}]");
        Snapshot snapshot = snapshot(
                node("ports", "4", "", "").with(holder.on("ports")),
                node("full", "4", "", "'pods':'1',").with(holder));
        assertThat(pipeline.schedule(pod("p", "'containers':[{'ports':[{'hostPort':8080}]}]"), snapshot))
                .matches(outcome -> says(
                        outcome,
                        "0/2 nodes are available: 2 node(s) didn't have free ports for the requested pod ports."));
        assertThat(pipeline.schedule(pod("p", "'containers':[{}]"), snapshot))
                .isEqualTo(new Pipeline.Outcome.Chosen("ports"));
    }

    @Test
    void podsOfOneOwnerAreSpread() {
        Snapshot snapshot = snapshot(
                node("a", "4", "", "").with(owned("one").on("a")),
                node("b", "4", "", "").with(owned("two").on("b")),
                node("c", "4", "", ""));
        assertThat(pipeline.schedule(owned("three"), snapshot)).isEqualTo(new Pipeline.Outcome.Chosen("c"));
    }

    @Test
    void antiAffinityHoldsInBothDirections() {
        String lonely =
                "'affinity':{'podAntiAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{'topologyKey':'kubernetes.io/hostname','labelSelector':{'matchLabels':{'app':'x'}}}]}}";
        Snapshot occupied =
                snapshot(node("a", "4", "", "").with(pod("first", lonely).on("a")));
        assertThat(pipeline.schedule(pod("second", "'containers':[]"), occupied))
                .matches(outcome -> says(
                        outcome,
                        "0/1 nodes are available: 1 node(s) didn't satisfy existing pods anti-affinity rules."));
        assertThat(pipeline.schedule(
                        pod("second", lonely),
                        snapshot(node("a", "4", "", "")
                                .with(pod("first", "'x':1").on("a")))))
                .matches(outcome ->
                        says(outcome, "0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules."));
    }

    @Test
    void affinityFollowsThePodsThatAreMeantAndLetsTheFirstOneGoAnywhere() {
        String together =
                "'affinity':{'podAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{'topologyKey':'kubernetes.io/hostname','labelSelector':{'matchLabels':{'app':'x'}}}]}}";
        assertThat(pipeline.schedule(pod("first", together), snapshot(node("a", "4", "", ""))))
                .isEqualTo(new Pipeline.Outcome.Chosen("a"));
        assertThat(pipeline.schedule(
                        pod("second", together),
                        snapshot(
                                node("a", "4", "", ""),
                                node("b", "4", "", "")
                                        .with(pod("first", together).on("b")))))
                .isEqualTo(new Pipeline.Outcome.Chosen("b"));
    }

    @Test
    void aHardSpreadConstraintLimitsTheSkew() {
        String spread =
                "'topologySpreadConstraints':[{'maxSkew':1,'topologyKey':'kubernetes.io/hostname','whenUnsatisfiable':'DoNotSchedule','nodeAffinityPolicy':'Ignore','labelSelector':{'matchLabels':{'app':'x'}}}],'nodeSelector':{'kubernetes.io/hostname':'a'}";
        Snapshot snapshot =
                snapshot(node("a", "4", "", "").with(pod("one", "'x':1").on("a")), node("b", "4", "", ""));
        assertThat(pipeline.schedule(pod("two", spread), snapshot))
                .matches(
                        outcome -> says(
                                outcome,
                                "0/2 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) didn't match pod topology spread constraints."));
    }

    @ParameterizedTest
    @CsvSource({"10, 10", "99, 99", "100, 100", "1000, 420", "5000, 500", "10000, 500"})
    void notAllNodesOfALargeClusterAreLookedAt(int nodes, int looked) {
        assertThat(Pipeline.enough(nodes)).isEqualTo(looked);
    }

    /** What nobody can be evicted for follows the reasons. */
    private static boolean says(Pipeline.Outcome outcome, String reasons) {
        return outcome instanceof Pipeline.Outcome.Unschedulable unschedulable
                && (unschedulable.message().equals(reasons)
                        || unschedulable.message().startsWith(reasons + " no new claims to deallocate, preemption: "));
    }

    private static Snapshot threeNodes() {
        return snapshot(
                node("small", "2", "'disk':'ssd',", ""),
                node("large", "8", "", ""),
                NodeInfo.of(object(
                        "nodes",
                        "",
                        "tainted",
                        "{'spec':{'taints':[{'key':'only','effect':'NoSchedule'}]},'status':{'allocatable':{'cpu':'64','memory':'64Gi','pods':'110'}}}",
                        "{'kubernetes.io/hostname':'tainted'}")));
    }

    private static Snapshot snapshot(NodeInfo... nodes) {
        return new Snapshot(Arrays.asList(nodes), Map.of(), Map.of());
    }

    private static NodeInfo node(String name, String cpu, String labels, String pods) {
        return NodeInfo.of(object(
                "nodes",
                "",
                name,
                "{'status':{'allocatable':{" + (pods.isEmpty() ? "'pods':'110'," : pods) + "'cpu':'" + cpu
                        + "','memory':'8Gi'}}}",
                "{" + labels + "'kubernetes.io/hostname':'" + name + "'}"));
    }

    private static PodInfo pod(String name, String spec) {
        return PodInfo.of(object("pods", "default", name, "{'spec':{" + spec + "}}", "{'app':'x'}"));
    }

    private static PodInfo owned(String name) {
        ApiObject pod = object("pods", "default", name, "{'spec':{'containers':[]}}", "{'app':'x'}");
        var copy = pod.copy();
        copy.withObject("/metadata")
                .putArray("ownerReferences")
                .addObject()
                .put("uid", "owner")
                .put("controller", true);
        return PodInfo.of(ApiObject.of(pod.key(), 1, ApiObject.document(copy)));
    }

    private static ApiObject object(String resource, String namespace, String name, String json, String labels) {
        var object = Json.read(json.replace('\'', '"'));
        object.put("apiVersion", "v1").put("kind", "X");
        var metadata = object.putObject("metadata").put("name", name).put("uid", "uid-" + name);
        metadata.put("creationTimestamp", "2026-01-01T00:00:00Z");
        metadata.set("labels", Json.read(labels.replace('\'', '"')));
        ObjectKey key = new ObjectKey(new io.gantry.object.GroupResource("", resource), namespace, name);
        return ApiObject.of(key, 1, ApiObject.document(object));
    }
}
