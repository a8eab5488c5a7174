package io.gantry.agent.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.object.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The endpoints of a running agent. */
public final class AgentEndpoints {

    private AgentEndpoints() {}

    /** @param root of the machine's file system */
    public static NodeEndpoints of(Measures measures, Path root) {
        ClusterState cluster = measures.cluster();
        ResourceMetrics resources = new ResourceMetrics(measures);
        CadvisorMetrics cadvisor = new CadvisorMetrics(measures);
        StatsSummary stats = new StatsSummary(measures);
        Map<String, NodeEndpoints.Endpoint> endpoints = new LinkedHashMap<>();
        endpoints.put("/healthz", () -> Reply.text(200, "ok"));
        endpoints.put("/pods", () -> pods(cluster));
        endpoints.put("/configz", () -> configuration(cluster));
        endpoints.put("/stats/summary", stats::answer);
        endpoints.put("/metrics", new AgentMetrics(measures)::answer);
        endpoints.put("/metrics/cadvisor", cadvisor::answer);
        endpoints.put("/metrics/resource", resources::answer);
        endpoints.put("/metrics/probes", () -> probes(measures));
        return new NodeEndpoints(endpoints, new LogFiles(root.resolve("var/log")));
    }

    private static Reply probes(Measures measures) {
        MetricsText text = new MetricsText()
                .family(
                        "prober_probe_total",
                        "counter",
                        "Number of a liveness, readiness or startup probe for a container by result");
        measures.probes()
                .all()
                .forEach((series, count) -> text.add(
                        "prober_probe_total",
                        count,
                        "container",
                        series.container(),
                        "namespace",
                        series.pod().namespace(),
                        "pod",
                        series.pod().name(),
                        "pod_uid",
                        series.pod().uid(),
                        "probe_type",
                        series.type(),
                        "result",
                        series.result()));
        return Reply.metrics(text.text());
    }

    private static Reply pods(ClusterState cluster) {
        ObjectNode list = Json.object().put("kind", "PodList").put("apiVersion", "v1");
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        cluster.list(ObjectRef.PODS).forEach(items::add);
        return Reply.json(list);
    }

    /** What upstream's KubeletConfiguration has words for, and this agent holds to. */
    private static Reply configuration(ClusterState cluster) {
        ObjectNode answer = Json.object();
        ObjectNode configuration = answer.putObject("kubeletconfig")
                .put("kind", "KubeletConfiguration")
                .put("apiVersion", "kubelet.config.k8s.io/v1beta1")
                .put("clusterDomain", cluster.settings().domain());
        configuration.putArray("clusterDNS").add(cluster.settings().dnsAddress());
        return Reply.json(answer);
    }
}
