package io.gantry.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.resource.Source;
import io.gantry.selector.FieldSelector;
import io.gantry.status.StatusException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What running pods use. A pod is asked of the sample of the node that it is bound to: what other nodes say of it does not count.
 */
record PodMetrics(UsageSamples samples, ClusterView view, InstantSource clock) implements Source {

    static final String KIND = "PodMetrics";

    private static final GroupResource PODS = new GroupResource("", "pods");

    /** As upstream's metrics-server calls them when there are none. */
    private static final GroupResource UNKNOWN = new GroupResource(MetricsKinds.GROUP, "podmetrics");

    @Override
    public boolean labelled() {
        return true;
    }

    @Override
    public ApiObject get(String name, Question question) {
        String namespace = question.namespace().orElse("");
        ApiObject pod = view.get(new ObjectKey(PODS, namespace, name))
                .filter(PodMetrics::runs)
                .orElseThrow(() -> StatusException.notFound(PODS, name));
        return metrics(pod).orElseThrow(() -> StatusException.notFound(UNKNOWN, namespace + "/" + name));
    }

    @Override
    public Found list(Question question) {
        List<ApiObject> pods = question.namespace()
                .map(namespace -> view.list(PODS, namespace))
                .orElseGet(() -> view.list(PODS));
        List<ApiObject> found = pods.stream()
                .filter(pod -> question.labels().matches(pod.labels()))
                .filter(pod -> isSelected(pod, question.fields()))
                // before its status is looked at: that costs more
                .filter(this::isMeasured)
                .filter(PodMetrics::runs)
                .flatMap(pod -> metrics(pod).stream())
                .toList();
        return new Found(found, view.revision(), Optional.empty());
    }

    private boolean isMeasured(ApiObject pod) {
        return samples.of(pod.nodeName())
                .filter(sample -> sample.pods().containsKey(pod.uid()))
                .isPresent();
    }

    private static boolean isSelected(ApiObject pod, FieldSelector fields) {
        return fields.matches(field -> field.equals("metadata.namespace") ? pod.namespace() : pod.name());
    }

    private static boolean runs(ApiObject pod) {
        return Nodes.text(pod.status(), "phase").equals("Running");
    }

    private Optional<ApiObject> metrics(ApiObject pod) {
        return samples.of(pod.nodeName())
                .flatMap(sample ->
                        Optional.ofNullable(sample.pods().get(pod.uid())).map(usage -> metrics(pod, sample, usage)));
    }

    private ApiObject metrics(ApiObject pod, UsageSample sample, UsageSample.PodUsage usage) {
        ObjectNode document = MetricsDocument.of(KIND, pod, sample.time(), usage.window(), clock.instant());
        ArrayNode containers = document.putArray("containers");
        usage.containers()
                .forEach(container -> containers
                        .addObject()
                        .put("name", container.name())
                        .set("usage", container.amount().json()));
        return ApiObject.of(
                new ObjectKey(MetricsKinds.PODS, pod.namespace(), pod.name()),
                view.revision(),
                ApiObject.document(document));
    }
}
