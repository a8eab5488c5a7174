package io.gantry.agent.endpoint;

import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.usage.ContainerUsages.Measured;
import io.gantry.agent.usage.Usage;
import java.io.IOException;
import java.util.List;

/** What containers, pods and the node use, for {@code /metrics/resource}. */
final class ResourceMetrics {

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private final Measures measures;

    ResourceMetrics(Measures measures) {
        this.measures = measures;
    }

    /** Upstream's names for autoscalers (KEP-727). */
    Reply answer() throws IOException {
        MetricsText text = new MetricsText()
                .family(
                        "container_cpu_usage_seconds_total",
                        "counter",
                        "CPU time used by the container in core-seconds")
                .family("container_memory_working_set_bytes", "gauge", "Working set of the container in bytes")
                .family("container_start_time_seconds", "gauge", "Start of the container in seconds since the epoch")
                .family("node_cpu_usage_seconds_total", "counter", "CPU time used by the node in core-seconds")
                .family("node_memory_working_set_bytes", "gauge", "Working set of the node in bytes")
                .family("pod_cpu_usage_seconds_total", "counter", "CPU time used by the pod in core-seconds")
                .family("pod_memory_working_set_bytes", "gauge", "Working set of the pod in bytes")
                .family("resource_scrape_error", "gauge", "1 if the containers could not be measured, 0 otherwise")
                .family("scrape_error", "gauge", "Deprecated: resource_scrape_error");
        measures.containers().byPod().forEach((pod, measured) -> pod(text, pod, measured));
        Usage node = measures.machine().now(measures.clock().instant());
        text.add("node_cpu_usage_seconds_total", node.cpuNanos() / NANOS);
        text.add("node_memory_working_set_bytes", node.workingSetBytes());
        text.add("resource_scrape_error", 0);
        text.add("scrape_error", 0);
        return Reply.metrics(text.text());
    }

    private static void pod(MetricsText text, PodIdentity pod, List<Measured> measured) {
        for (Measured one : measured) {
            if (!one.sandbox()) {
                String[] labels = {
                    "container", one.container().containerName(), "namespace", pod.namespace(), "pod", pod.name()
                };
                text.add("container_cpu_usage_seconds_total", one.usage().cpuNanos() / NANOS, labels);
                text.add("container_memory_working_set_bytes", one.usage().workingSetBytes(), labels);
                text.add(
                        "container_start_time_seconds",
                        one.container().startedAt().toEpochMilli() / MILLIS,
                        labels);
            }
        }
        Usage all = measured.stream().map(Measured::usage).reduce(Usage::plus).orElseThrow();
        text.add(
                "pod_cpu_usage_seconds_total", all.cpuNanos() / NANOS, "namespace", pod.namespace(), "pod", pod.name());
        text.add(
                "pod_memory_working_set_bytes", all.workingSetBytes(), "namespace", pod.namespace(), "pod", pod.name());
    }
}
