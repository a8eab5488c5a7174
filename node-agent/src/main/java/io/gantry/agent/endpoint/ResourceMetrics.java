package io.gantry.agent.endpoint;

import io.gantry.agent.node.HostFacts;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.usage.ContainerUsages;
import io.gantry.agent.usage.ContainerUsages.Measured;
import io.gantry.agent.usage.MachineUsage;
import io.gantry.agent.usage.Usage;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** What containers, pods and the node use, for {@code /metrics/resource} and {@code /metrics/cadvisor}. */
final class ResourceMetrics {

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private final ContainerUsages containers;
    private final MachineUsage machine;
    private final HostFacts facts;
    private final InstantSource clock;

    ResourceMetrics(ContainerUsages containers, MachineUsage machine, HostFacts facts, InstantSource clock) {
        this.containers = containers;
        this.machine = machine;
        this.facts = facts;
        this.clock = clock;
    }

    /** Upstream's names for autoscalers (KEP-727). */
    Reply resource() throws IOException {
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
                .family("resource_scrape_error", "gauge", "1 if the containers could not be measured, 0 otherwise");
        containers.byPod().forEach((pod, measured) -> pod(text, pod, measured));
        Usage node = machine.now(clock.instant());
        text.add("node_cpu_usage_seconds_total", node.cpuNanos() / NANOS);
        text.add("node_memory_working_set_bytes", node.workingSetBytes());
        text.add("resource_scrape_error", 0);
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

    /** The names that dashboards know from cAdvisor. */
    Reply cadvisor() throws IOException {
        MetricsText text = new MetricsText()
                .family("container_cpu_usage_seconds_total", "counter", "Cumulative cpu time consumed in seconds.")
                .family("container_memory_rss", "gauge", "Size of RSS in bytes.")
                .family("container_memory_usage_bytes", "gauge", "Current memory usage in bytes, with all caches.")
                .family("container_memory_working_set_bytes", "gauge", "Current working set in bytes.")
                .family("container_start_time_seconds", "gauge", "Start time of the container since unix epoch.")
                .family("machine_cpu_cores", "gauge", "Number of logical CPU cores.")
                .family("machine_memory_bytes", "gauge", "Amount of memory installed on the machine.");
        for (Map.Entry<PodIdentity, List<Measured>> pod : containers.byPod().entrySet()) {
            pod.getValue().forEach(one -> cadvisor(text, pod.getKey(), one));
        }
        text.add("machine_cpu_cores", facts.processors());
        text.add("machine_memory_bytes", facts.memoryTotal());
        return Reply.metrics(text.text());
    }

    private static void cadvisor(MetricsText text, PodIdentity pod, Measured one) {
        String[] labels = {
            "container", one.sandbox() ? "POD" : one.container().containerName(),
            "id", one.container().id(),
            "image", one.container().image(),
            "namespace", pod.namespace(),
            "pod", pod.name()
        };
        text.add("container_cpu_usage_seconds_total", one.usage().cpuNanos() / NANOS, labels);
        text.add("container_memory_rss", one.usage().residentBytes(), labels);
        text.add("container_memory_usage_bytes", one.usage().memoryBytes(), labels);
        text.add("container_memory_working_set_bytes", one.usage().workingSetBytes(), labels);
        text.add("container_start_time_seconds", one.container().startedAt().toEpochMilli() / MILLIS, labels);
    }

    /** What the agent itself does. */
    Reply agent(String nodeName) {
        Map<PodIdentity, List<Measured>> pods = containers.byPod();
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
                .add("kubelet_node_name", 1, "node", nodeName)
                .add("kubelet_running_containers", running, "container_state", "running")
                .add("kubelet_running_pods", pods.size())
                .add("jvm_memory_used_bytes", runtime.totalMemory() - (double) runtime.freeMemory());
        process.totalCpuDuration().ifPresent(used -> text.add("process_cpu_seconds_total", used.toNanos() / NANOS));
        process.startInstant()
                .ifPresent(start -> text.add("process_start_time_seconds", start.toEpochMilli() / MILLIS));
        return Reply.metrics(text.text());
    }
}
