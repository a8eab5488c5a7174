package io.gantry.controller.flowschema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.Change;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowSchemaControllerTest {

    private static final String GROUP = "flowcontrol.apiserver.k8s.io";
    private static final ObjectKey SCHEMA = ObjectKey.cluster(new GroupResource(GROUP, "flowschemas"), "s");
    private static final ObjectKey LEVEL =
            ObjectKey.cluster(new GroupResource(GROUP, "prioritylevelconfigurations"), "l");

    private final FakeClusterView view = new FakeClusterView();

    private void put(ObjectKey key, ObjectNode tree) {
        view.put(ApiObject.of(key, 1, ApiObject.document(tree)));
    }

    private List<Change> changes() {
        return new FlowSchemaController().reconcile(SCHEMA, view, Instant.EPOCH).changes();
    }

    private JsonNode condition() {
        Change.UpdateStatus update = (Change.UpdateStatus) changes().getFirst();
        view.put(ApiObject.of(SCHEMA, 2, ApiObject.document(update.desired())));
        return update.desired().at("/status/conditions/0");
    }

    @Test
    void aSchemaSaysWhetherItsLevelExists() {
        put(
                SCHEMA,
                Json.read(
                        "{\"metadata\":{\"name\":\"s\"},\"spec\":{\"priorityLevelConfiguration\":{\"name\":\"l\"}}}"));
        assertThat(condition().toString())
                .isEqualTo("{\"type\":\"Dangling\",\"status\":\"True\",\"lastTransitionTime\":\"1970-01-01T00:00:00Z\","
                        + "\"reason\":\"NotFound\",\"message\":\"This FlowSchema references the"
                        + " PriorityLevelConfiguration object named \\\"l\\\" but there is no such object\"}");
        assertThat(changes()).isEmpty();
        put(LEVEL, Json.read("{\"metadata\":{\"name\":\"l\"}}"));
        JsonNode found = condition();
        assertThat(found.path("status").asText()).isEqualTo("False");
        assertThat(found.path("reason").asText()).isEqualTo("Found");
        assertThat(changes()).isEmpty();
    }
}
