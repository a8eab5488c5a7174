package io.gantry.agent.endpoint;

import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.usage.ContainerUsages.Measured;
import java.util.List;
import java.util.Map;

/** What the agent itself does, for {@code /metrics}. */
final class AgentMetrics {

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private final Measures measures;

    AgentMetrics(Measures measures) {
        this.measures = measures;
    }

    Reply answer() {
        Map<PodIdentity, List<Measured>> pods = measures.containers().byPod();
        long running = pods.values().stream()
                .flatMap(List::stream)
                .filter(one -> !one.sandbox())
                .count();
        Runtime runtime = Runtime.getRuntime();
        ProcessHandle.Info process = ProcessHandle.current().info();
        MetricsText text = new MetricsText()
                .family("kubelet_node_name", "gauge", "The node's name. The count is always 1.")
                .family("kubelet_running_containers", "gauge", "Number of containers currently running")
                .family("kubelet_running_pods", "gauge", "Number of pods that have a running pod sandbox")
                .family("jvm_memory_used_bytes", "gauge", "Heap that the agent uses.")
                .family("process_cpu_seconds_total", "counter", "CPU time that the agent has used in seconds.")
                .family("process_start_time_seconds", "gauge", "Start of the agent in seconds since the epoch.")
                .add("kubelet_node_name", 1, "node", measures.nodeName())
                .add("kubelet_running_containers", running, "container_state", "running")
                .add("kubelet_running_pods", pods.size())
                .add("jvm_memory_used_bytes", runtime.totalMemory() - (double) runtime.freeMemory());
        process.totalCpuDuration().ifPresent(used -> text.add("process_cpu_seconds_total", used.toNanos() / NANOS));
        process.startInstant()
                .ifPresent(start -> text.add("process_start_time_seconds", start.toEpochMilli() / MILLIS));
        return Reply.metrics(text.text());
    }
}
