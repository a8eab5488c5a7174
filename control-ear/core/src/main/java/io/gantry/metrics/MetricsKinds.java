package io.gantry.metrics;

import io.gantry.cache.ClusterView;
import io.gantry.object.GroupResource;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Scope;
import io.gantry.resource.VirtualKinds;
import java.time.InstantSource;
import java.util.List;

/** The group metrics.k8s.io, as upstream's metrics-server serves it. */
public final class MetricsKinds {

    static final String GROUP = "metrics.k8s.io";
    static final String VERSION = "v1beta1";
    static final GroupResource NODES = new GroupResource(GROUP, "nodes");
    static final GroupResource PODS = new GroupResource(GROUP, "pods");

    private static final String SCHEMA = "io.k8s.metrics.pkg.apis.metrics.v1beta1.";

    private MetricsKinds() {}

    public static List<ResourceDefinition> definitions(UsageSamples samples, ClusterView view, InstantSource clock) {
        return List.of(
                VirtualKinds.read(
                        GROUP,
                        VERSION,
                        NodeMetrics.KIND,
                        NODES.resource(),
                        Scope.CLUSTER,
                        SCHEMA + NodeMetrics.KIND,
                        new MetricsColumns(object -> List.of(object.json().path("usage"))),
                        new NodeMetrics(samples, view, clock)),
                VirtualKinds.read(
                        GROUP,
                        VERSION,
                        PodMetrics.KIND,
                        PODS.resource(),
                        Scope.NAMESPACED,
                        SCHEMA + PodMetrics.KIND,
                        new MetricsColumns(
                                object -> object.json().path("containers").findValues("usage")),
                        new PodMetrics(samples, view, clock)));
    }
}
