package io.gantry.agent.endpoint;

import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.runtime.ContainerSpec;
import io.gantry.agent.runtime.DiskUse;
import io.gantry.agent.usage.ContainerUsages.Measured;
import io.gantry.agent.usage.NetworkCounters.Interface;
import io.gantry.agent.usage.Usage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What containers and the machine use, under the names that dashboards know from cAdvisor, for {@code /metrics/cadvisor}. */
final class CadvisorMetrics {

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    /** In which the engine counts quotas, in microseconds. */
    private static final long CPU_PERIOD = 100_000;

    private static final String[] MACHINE = {
        "container", "", "id", "/", "image", "", "name", "", "namespace", "", "pod", ""
    };

    private final Measures measures;

    CadvisorMetrics(Measures measures) {
        this.measures = measures;
    }

    Reply answer() throws IOException {
        MetricsText text = families();
        used(text, measures.machine().now(measures.clock().instant()), MACHINE);
        network(text, measures.network().machine(), MACHINE);
        for (Map.Entry<PodIdentity, List<Measured>> pod :
                measures.containers().byPod().entrySet()) {
            pod.getValue().forEach(one -> container(text, pod.getKey(), one));
            List<Interface> interfaces = measures.interfaces(measures.pod(pod.getKey()), pod.getValue());
            pod.getValue().stream()
                    .filter(Measured::sandbox)
                    .findFirst()
                    .ifPresent(sandbox -> network(text, interfaces, labels(pod.getKey(), sandbox)));
        }
        text.add("machine_cpu_cores", measures.facts().processors());
        text.add("machine_memory_bytes", measures.facts().memoryTotal());
        return Reply.metrics(text.text());
    }

    private static MetricsText families() {
        return new MetricsText()
                .family("container_cpu_usage_seconds_total", "counter", "Cumulative cpu time consumed in seconds.")
                .family("container_fs_usage_bytes", "gauge", "Bytes that the writable layer and the log take.")
                .family("container_memory_failures_total", "counter", "Cumulative count of memory allocation failures.")
                .family("container_memory_rss", "gauge", "Size of RSS in bytes.")
                .family("container_memory_usage_bytes", "gauge", "Current memory usage in bytes, with all caches.")
                .family("container_memory_working_set_bytes", "gauge", "Current working set in bytes.")
                .family("container_network_receive_bytes_total", "counter", "Cumulative count of bytes received")
                .family("container_network_receive_errors_total", "counter", "Cumulative count of errors in receiving")
                .family(
                        "container_network_receive_packets_dropped_total",
                        "counter",
                        "Cumulative count of packets dropped while receiving")
                .family("container_network_receive_packets_total", "counter", "Cumulative count of packets received")
                .family("container_network_transmit_bytes_total", "counter", "Cumulative count of bytes sent")
                .family("container_network_transmit_errors_total", "counter", "Cumulative count of errors in sending")
                .family(
                        "container_network_transmit_packets_dropped_total",
                        "counter",
                        "Cumulative count of packets dropped while sending")
                .family("container_network_transmit_packets_total", "counter", "Cumulative count of packets sent")
                .family("container_spec_cpu_period", "gauge", "Period of the CPU quota in microseconds.")
                .family("container_spec_cpu_quota", "gauge", "CPU quota in microseconds a period.")
                .family("container_spec_cpu_shares", "gauge", "Share of the CPU.")
                .family("container_spec_memory_limit_bytes", "gauge", "Memory limit; 0 for none.")
                .family("container_start_time_seconds", "gauge", "Start time of the container since unix epoch.")
                .family("container_threads", "gauge", "Number of threads running.")
                .family("machine_cpu_cores", "gauge", "Number of logical CPU cores.")
                .family("machine_memory_bytes", "gauge", "Amount of memory installed on the machine.");
    }

    private void container(MetricsText text, PodIdentity pod, Measured one) {
        String[] labels = labels(pod, one);
        used(text, one.usage(), labels);
        text.add("container_start_time_seconds", one.container().startedAt().toEpochMilli() / MILLIS, labels);
        ContainerSpec.Resources spec = one.container().resources();
        text.add("container_spec_cpu_period", CPU_PERIOD, labels);
        if (spec.cpuQuota() > 0) {
            text.add("container_spec_cpu_quota", spec.cpuQuota(), labels);
        }
        text.add("container_spec_cpu_shares", spec.cpuShares(), labels);
        text.add("container_spec_memory_limit_bytes", spec.memory(), labels);
        if (!one.sandbox()) {
            DiskUse disk = measures.disks().container(one.container().id());
            text.add("container_fs_usage_bytes", disk.total(), with(labels, "device", ""));
        }
    }

    private static void used(MetricsText text, Usage usage, String... labels) {
        text.add("container_cpu_usage_seconds_total", usage.cpuNanos() / NANOS, with(labels, "cpu", "total"));
        text.add("container_memory_rss", usage.residentBytes(), labels);
        text.add("container_memory_usage_bytes", usage.memoryBytes(), labels);
        text.add("container_memory_working_set_bytes", usage.workingSetBytes(), labels);
        text.add("container_threads", usage.processes(), labels);
        faults(text, usage.pageFaults(), "pgfault", labels);
        faults(text, usage.majorPageFaults(), "pgmajfault", labels);
    }

    private static void faults(MetricsText text, long count, String type, String... labels) {
        text.add("container_memory_failures_total", count, with(labels, "failure_type", type, "scope", "container"));
    }

    private static void network(MetricsText text, List<Interface> interfaces, String... labels) {
        for (Interface one : interfaces) {
            String[] own = with(labels, "interface", one.name());
            text.add("container_network_receive_bytes_total", one.receivedBytes(), own);
            text.add("container_network_receive_errors_total", one.receiveErrors(), own);
            text.add("container_network_receive_packets_dropped_total", one.receiveDrops(), own);
            text.add("container_network_receive_packets_total", one.receivedPackets(), own);
            text.add("container_network_transmit_bytes_total", one.sentBytes(), own);
            text.add("container_network_transmit_errors_total", one.sendErrors(), own);
            text.add("container_network_transmit_packets_dropped_total", one.sendDrops(), own);
            text.add("container_network_transmit_packets_total", one.sentPackets(), own);
        }
    }

    private static String[] labels(PodIdentity pod, Measured one) {
        String container = one.sandbox() ? "POD" : one.container().containerName();
        String name = String.join(
                "_",
                "k8s",
                container,
                pod.name(),
                pod.namespace(),
                pod.uid(),
                Integer.toString(one.container().attempt()));
        return new String[] {
            "container", container,
            "id", one.container().id(),
            "image", one.container().image(),
            "name", name,
            "namespace", pod.namespace(),
            "pod", pod.name()
        };
    }

    private static String[] with(String[] labels, String... more) {
        return Stream.concat(Arrays.stream(labels), Arrays.stream(more)).toArray(String[]::new);
    }
}
