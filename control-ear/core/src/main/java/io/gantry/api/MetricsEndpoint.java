package io.gantry.api;

import io.gantry.cache.ClusterView;
import io.gantry.object.GroupResource;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.telemetry.Exposition;
import io.gantry.telemetry.RequestMeter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code /metrics}: what this instance does, for Prometheus; the names are kube-apiserver's where it has the same number. */
public final class MetricsEndpoint implements Endpoint {

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private final RequestMeter meter;
    private final Resources resources;
    private final ClusterView view;

    public MetricsEndpoint(RequestMeter meter, Resources resources, ClusterView view) {
        this.meter = meter;
        this.resources = resources;
        this.view = view;
    }

    @Override
    public Optional<ApiResponse.Complete> serve(ApiRequest request, CanonicalPath path, QueryParameters query) {
        if (!path.text().equals("/metrics")) {
            return Optional.empty();
        }
        Exposition page = new Exposition();
        meter.write(page);
        stored(page);
        process(page);
        byte[] text = page.text().getBytes(StandardCharsets.UTF_8);
        return Optional.of(new ApiResponse.Complete(200, Exposition.CONTENT_TYPE, Map.of(), Body.of(text)));
    }

    private void stored(Exposition page) {
        List<GroupResource> stored = resources.all().stream()
                .filter(definition -> definition.verbs().contains("list"))
                .map(ResourceDefinition::storage)
                .distinct()
                .toList();
        page.family("apiserver_resource_objects", "gauge", "Objects stored, by resource.");
        for (GroupResource resource : stored) {
            Map<String, String> labels =
                    new TreeMap<>(Map.of("group", resource.group(), "resource", resource.resource()));
            page.sample(
                    "apiserver_resource_objects", labels, view.list(resource).size());
        }
    }

    private static void process(Exposition page) {
        Runtime runtime = Runtime.getRuntime();
        ProcessHandle.Info process = ProcessHandle.current().info();
        page.family("jvm_memory_used_bytes", "gauge", "Heap in use.")
                .sample("jvm_memory_used_bytes", Map.of(), runtime.totalMemory() - (double) runtime.freeMemory());
        process.totalCpuDuration()
                .ifPresent(used -> page.family("process_cpu_seconds_total", "counter", "CPU time used in seconds.")
                        .sample("process_cpu_seconds_total", Map.of(), used.toNanos() / NANOS));
        process.startInstant()
                .ifPresent(start -> page.family(
                                "process_start_time_seconds",
                                "gauge",
                                "Start of the process in seconds since the epoch.")
                        .sample("process_start_time_seconds", Map.of(), start.toEpochMilli() / MILLIS));
    }
}
