package io.gantry.agent.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.node.HostFacts;
import io.gantry.agent.object.Json;
import io.gantry.agent.runtime.ContainerEngine;
import io.gantry.agent.usage.ContainerUsages;
import io.gantry.agent.usage.ControlGroups;
import io.gantry.agent.usage.MachineUsage;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** The endpoints of a running agent. */
public final class AgentEndpoints {

    private AgentEndpoints() {}

    /**
     * @param root of the machine's file system
     * @param disk lies on the file system that pods write to
     */
    public static NodeEndpoints of(
            String nodeName,
            ClusterState cluster,
            ContainerEngine engine,
            HostFacts facts,
            Path root,
            Path disk,
            InstantSource clock) {
        ContainerUsages containers = new ContainerUsages(engine, new ControlGroups(root), clock);
        MachineUsage machine = new MachineUsage(root);
        ResourceMetrics metrics = new ResourceMetrics(containers, machine, facts, clock);
        StatsSummary stats = new StatsSummary(nodeName, containers, machine, facts, disk, clock);
        Map<String, NodeEndpoints.Endpoint> endpoints = new LinkedHashMap<>();
        endpoints.put("/healthz", () -> Reply.text(200, "ok"));
        endpoints.put("/pods", () -> pods(cluster));
        endpoints.put("/configz", () -> configuration(cluster));
        endpoints.put("/stats/summary", stats::answer);
        endpoints.put("/metrics", () -> metrics.agent(nodeName));
        endpoints.put("/metrics/cadvisor", metrics::cadvisor);
        endpoints.put("/metrics/resource", metrics::resource);
        return new NodeEndpoints(endpoints, new LogFiles(root.resolve("var/log")));
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
