package io.gantry.metrics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.resource.Source;
import io.gantry.status.StatusException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What nodes use. A node of which no sample is known is left out of lists. */
record NodeMetrics(UsageSamples samples, ClusterView view, InstantSource clock) implements Source {

    static final String KIND = "NodeMetrics";

    private static final GroupResource NODES = new GroupResource("", "nodes");

    /** As upstream's metrics-server calls them when there are none. */
    private static final GroupResource UNKNOWN = new GroupResource(MetricsKinds.GROUP, "nodemetrics");

    @Override
    public boolean labelled() {
        return true;
    }

    @Override
    public ApiObject get(String name, Question question) {
        ApiObject node = view.get(ObjectKey.cluster(NODES, name))
                .orElseThrow(() -> StatusException.notFound(new GroupResource("", "node"), name));
        return metrics(node).orElseThrow(() -> StatusException.notFound(UNKNOWN, name));
    }

    @Override
    public Found list(Question question) {
        List<ApiObject> found = view.list(NODES).stream()
                .filter(node -> question.labels().matches(node.labels()))
                .filter(node -> question.fields().matches(_ -> node.name()))
                .flatMap(node -> metrics(node).stream())
                .toList();
        return new Found(found, view.revision(), Optional.empty());
    }

    private Optional<ApiObject> metrics(ApiObject node) {
        return samples.of(node.name()).map(sample -> {
            ObjectNode document = MetricsDocument.of(KIND, node, sample.time(), sample.window(), clock.instant());
            document.set("usage", sample.node().json());
            return ApiObject.of(
                    ObjectKey.cluster(MetricsKinds.NODES, node.name()), view.revision(), ApiObject.document(document));
        });
    }
}
