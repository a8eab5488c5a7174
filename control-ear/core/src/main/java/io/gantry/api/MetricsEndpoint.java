package io.gantry.api;

import io.gantry.cache.ClusterView;
import io.gantry.object.GroupResource;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Optional;

/** {@code /metrics}: what this instance does, for Prometheus; the names are kube-apiserver's where it has the same number. */
public final class MetricsEndpoint implements Endpoint {

    private final MetricsPage page;
    private final Resources resources;
    private final ClusterView view;

    /**
     * Adds to what is shown the objects stored and this process.
     *
     * @param registry what is shown
     */
    public MetricsEndpoint(PrometheusRegistry registry, Resources resources, ClusterView view) {
        this.page = new MetricsPage("/metrics", registry);
        this.resources = resources;
        this.view = view;
        GaugeWithCallback.builder()
                .name("apiserver_resource_objects")
                .help("Objects stored, by resource.")
                .labelNames("group", "resource")
                .callback(this::count)
                .register(registry);
        ProcessMetrics.builder().register(registry);
        JvmMemoryMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
    }

    private void count(GaugeWithCallback.Callback stored) {
        resources.all().stream()
                .filter(definition -> definition.verbs().contains("list"))
                .map(ResourceDefinition::storage)
                .distinct()
                .forEach(resource -> stored.call(size(resource), resource.group(), resource.resource()));
    }

    private int size(GroupResource resource) {
        return view.list(resource).size();
    }

    @Override
    public Optional<ApiResponse.Complete> serve(ApiRequest request, CanonicalPath path, QueryParameters query) {
        return page.serve(request, path, query);
    }
}
