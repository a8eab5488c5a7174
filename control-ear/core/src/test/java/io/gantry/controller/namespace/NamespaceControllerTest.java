package io.gantry.controller.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.controller.model.Conditions;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.resource.kinds.BuiltInKinds;
import io.gantry.status.StatusException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NamespaceControllerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final FakeClusterView view = new FakeClusterView();

    private Plan plan() {
        view.put(Json.read(
                "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"n\",\"deletionTimestamp\":"
                        + "\"2026-01-01T00:00:00Z\"},\"spec\":{\"finalizers\":[\"kubernetes\"]}}"));
        view.put(Json.read(
                "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"c\",\"namespace\":\"n\","
                        + "\"finalizers\":[\"a/b\"]}}"));
        return new NamespaceController(BuiltInKinds::definitions)
                .reconcile(ObjectKey.cluster(ResourceNames.NAMESPACES, "n"), view, NOW);
    }

    private static String message(Change change, String type) {
        JsonNode condition = Conditions.of(
                        ((Change.UpdateStatus) change).desired().path("status"))
                .find(type)
                .orElseThrow();
        return condition.path("status").asText() + " "
                + condition.path("reason").asText() + ": "
                + condition.path("message").asText();
    }

    @Test
    void tellsWhatRemains() {
        Change status = plan().changes().getLast();
        assertThat(message(status, "NamespaceContentRemaining"))
                .isEqualTo(
                        "True SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances");
        assertThat(message(status, "NamespaceFinalizersRemaining"))
                .isEqualTo("True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: a/b in 1"
                        + " resource instances");
        assertThat(message(status, "NamespaceDeletionContentFailure")).startsWith("False ContentDeleted");
    }

    @Test
    void tellsWhoKeepsItFromBeingEmptied() {
        Plan plan = plan();
        Change.Batch deletions = (Change.Batch) plan.changes().getFirst();
        List<Change> changes = plan.onFailure()
                .after(deletions.changes().getFirst(), StatusException.of(403, "Forbidden", "a webhook says no"));
        assertThat(message(changes.getFirst(), "NamespaceDeletionContentFailure"))
                .isEqualTo(
                        "True ContentDeletionFailed: Failed to delete all resource types, 1 remaining: a webhook says no");
    }
}
