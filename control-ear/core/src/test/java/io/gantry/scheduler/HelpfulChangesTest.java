package io.gantry.scheduler;

import static io.gantry.scheduler.Objects.labelled;
import static io.gantry.scheduler.Objects.node;
import static io.gantry.scheduler.Objects.pod;
import static io.gantry.scheduler.Objects.sized;
import static io.gantry.scheduler.Objects.tainted;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cache.CacheEvent;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.scheduler.model.ClusterChange;
import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.plugin.InterPodAffinity;
import io.gantry.scheduler.plugin.NodeAffinity;
import io.gantry.scheduler.plugin.NodePorts;
import io.gantry.scheduler.plugin.NodeResourcesFit;
import io.gantry.scheduler.plugin.NodeUnschedulable;
import io.gantry.scheduler.plugin.PodTopologySpread;
import io.gantry.scheduler.plugin.TaintToleration;
import io.gantry.scheduler.plugin.VolumeBinding;
import io.gantry.scheduler.plugin.VolumeRestrictions;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which changes of the cluster let a pod be tried again, by the plugin that rejected it. */
class HelpfulChangesTest {

    private static final String TAINT = "{'key':'only','effect':'NoSchedule'}";
    private static final String APART =
            "'affinity':{'podAntiAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{'topologyKey':'kubernetes.io/hostname','labelSelector':{'matchLabels':{'app':'x'}}}]}}";
    private static final String TOGETHER =
            "'affinity':{'podAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{'topologyKey':'kubernetes.io/hostname','labelSelector':{'matchLabels':{'app':'x'}}}]}}";
    private static final String SPREAD =
            "'topologySpreadConstraints':[{'maxSkew':1,'topologyKey':'zone','whenUnsatisfiable':'DoNotSchedule','labelSelector':{'matchLabels':{'app':'x'}}}]";

    private static ClusterChange added(String resource, String namespace, String name) {
        return new ClusterChange.ObjectChanged(
                new CacheEvent.Added(Objects.object(resource, namespace, name, "{}", "{}")));
    }

    private static ClusterChange removed(String resource, String namespace, String name) {
        return new ClusterChange.ObjectChanged(
                new CacheEvent.Deleted(Objects.object(resource, namespace, name, "{}", "{}")));
    }

    static Stream<Arguments> changes() {
        NodeInfo small = node("a", "1", "");
        NodeInfo large = node("a", "4", "");
        NodeInfo ssd = node("a", "1", "'disk':'ssd'");
        NodeInfo repelling = tainted("a", "1", "", TAINT);
        PodInfo two = sized("p", 0, "2");
        PodInfo wantsSsd = pod("p", "'nodeSelector':{'disk':'ssd'}");
        PodInfo port = pod("p", "'containers':[{'ports':[{'hostPort':80}]}]");
        PodInfo stranger = labelled("s", "{'app':'y'}", "'nodeName':'a'");
        PodInfo friend = labelled("f", "{'app':'x'}", "'nodeName':'a'");
        VolumeBinding volumes = new VolumeBinding(new FakeClusterView());
        VolumeRestrictions exclusive = new VolumeRestrictions(new FakeClusterView());
        PodInfo claimer = pod("p", "'volumes':[{'name':'v','persistentVolumeClaim':{'claimName':'c'}}]");
        return Stream.of(
                Arguments.of(volumes, claimer, added("persistentvolumeclaims", "default", "c"), true),
                Arguments.of(volumes, claimer, added("persistentvolumeclaims", "default", "d"), false),
                Arguments.of(volumes, claimer, added("persistentvolumeclaims", "other", "c"), false),
                Arguments.of(volumes, claimer, added("persistentvolumes", "", "v"), true),
                Arguments.of(volumes, claimer, removed("persistentvolumes", "", "v"), false),
                Arguments.of(volumes, claimer, new ClusterChange.NodeAdded(small), true),
                Arguments.of(volumes, claimer, new ClusterChange.NodeModified(small, ssd), true),
                Arguments.of(volumes, claimer, new ClusterChange.NodeModified(small, large), false),
                Arguments.of(volumes, claimer, new ClusterChange.PodGone(stranger), false),
                Arguments.of(exclusive, claimer, added("persistentvolumeclaims", "default", "c"), true),
                Arguments.of(exclusive, claimer, added("persistentvolumeclaims", "default", "d"), false),
                Arguments.of(new NodeResourcesFit(), two, new ClusterChange.NodeAdded(small), false),
                Arguments.of(new NodeResourcesFit(), two, new ClusterChange.NodeAdded(large), true),
                Arguments.of(new NodeResourcesFit(), two, new ClusterChange.NodeModified(small, large), true),
                Arguments.of(new NodeResourcesFit(), two, new ClusterChange.NodeModified(large, ssd), false),
                Arguments.of(new NodeResourcesFit(), two, new ClusterChange.PodGone(stranger), true),
                Arguments.of(
                        new NodeResourcesFit(),
                        two,
                        new ClusterChange.PodModified(sized("o", 0, "3"), sized("o", 0, "1")),
                        true),
                Arguments.of(new NodeAffinity(), wantsSsd, new ClusterChange.NodeModified(small, ssd), true),
                Arguments.of(new NodeAffinity(), wantsSsd, new ClusterChange.NodeModified(small, large), false),
                Arguments.of(new NodeAffinity(), wantsSsd, new ClusterChange.PodGone(friend), false),
                Arguments.of(new TaintToleration(), two, new ClusterChange.NodeModified(repelling, small), true),
                Arguments.of(new TaintToleration(), two, new ClusterChange.NodeAdded(repelling), false),
                Arguments.of(
                        new NodeUnschedulable(),
                        two,
                        new ClusterChange.NodeModified(NodeInfo.unknown("a"), small),
                        true),
                Arguments.of(
                        new NodePorts(),
                        port,
                        new ClusterChange.PodGone(pod("o", "'containers':[{'ports':[{'hostPort':80}]}]")),
                        true),
                Arguments.of(
                        new NodePorts(),
                        port,
                        new ClusterChange.PodGone(pod("o", "'containers':[{'ports':[{'hostPort':81}]}]")),
                        false),
                Arguments.of(new InterPodAffinity(), pod("p", APART), new ClusterChange.PodGone(friend), true),
                Arguments.of(new InterPodAffinity(), pod("p", APART), new ClusterChange.PodGone(stranger), false),
                Arguments.of(
                        new InterPodAffinity(),
                        two,
                        new ClusterChange.PodGone(labelled("g", "{'app':'y'}", APART)),
                        true),
                Arguments.of(new InterPodAffinity(), pod("p", TOGETHER), new ClusterChange.PodPlaced(friend), true),
                Arguments.of(new InterPodAffinity(), pod("p", TOGETHER), new ClusterChange.PodPlaced(stranger), false),
                Arguments.of(new PodTopologySpread(), pod("p", SPREAD), new ClusterChange.PodPlaced(friend), true),
                Arguments.of(new PodTopologySpread(), pod("p", SPREAD), new ClusterChange.PodPlaced(stranger), false),
                Arguments.of(
                        new PodTopologySpread(), pod("p", SPREAD), new ClusterChange.PodGone(friend.preempted()), true),
                Arguments.of(
                        new PodTopologySpread(),
                        pod("p", SPREAD),
                        new ClusterChange.PodModified(friend, friend.preempted()),
                        true),
                Arguments.of(
                        new PodTopologySpread(),
                        pod("p", SPREAD),
                        new ClusterChange.NodeModified(node("a", "1", "'zone':'1'"), node("a", "1", "'zone':'2'")),
                        true),
                Arguments.of(new PodTopologySpread(), pod("p", SPREAD), new ClusterChange.NodeAdded(small), false));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeHelpsOrDoesNot(FilterPlugin plugin, PodInfo pod, ClusterChange change, boolean helps) {
        assertThat(plugin.mayHelp(pod, change)).isEqualTo(helps);
    }
}
