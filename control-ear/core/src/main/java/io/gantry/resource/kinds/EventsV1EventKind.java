package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.table.EventColumns;
import io.gantry.resource.validation.EventRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import io.gantry.validation.NameRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Event of events.k8s.io: the stored events under other field names. */
final class EventsV1EventKind extends EventKind {

    /** Field of events.k8s.io/v1 to field of core/v1; all other fields have the same name in both. */
    private static final Map<String, String> STORED_NAMES = Map.of(
            "regarding", "involvedObject",
            "note", "message",
            "reportingController", "reportingComponent",
            "deprecatedSource", "source",
            "deprecatedFirstTimestamp", "firstTimestamp",
            "deprecatedLastTimestamp", "lastTimestamp",
            "deprecatedCount", "count");

    private static final Map<String, String> SERVED_NAMES = reversed();

    private EventsV1EventKind() {}

    static ResourceDefinition definition() {
        return Definition.of("events.k8s.io", "Event", "events")
                .shortName("ev")
                .storedAs(STORAGE)
                .selectableAt("regarding.kind", "/involvedObject/kind")
                .selectableAt("regarding.namespace", "/involvedObject/namespace")
                .selectableAt("regarding.name", "/involvedObject/name")
                .selectableAt("regarding.uid", "/involvedObject/uid")
                .selectableAt("regarding.apiVersion", "/involvedObject/apiVersion")
                .selectableAt("regarding.resourceVersion", "/involvedObject/resourceVersion")
                .selectableAt("regarding.fieldPath", "/involvedObject/fieldPath")
                .selectableAt("reportingController", "/reportingComponent")
                .selectable("reason", "type")
                .build(EventColumns.EVENT, new EventsV1EventKind());
    }

    @Override
    public ObjectNode toStored(ObjectNode event) {
        return renamed(event, STORED_NAMES, "v1");
    }

    @Override
    public ObjectNode fromStored(ObjectNode stored) {
        ObjectNode event = renamed(stored, SERVED_NAMES, "events.k8s.io/v1");
        for (String reporting : List.of("reportingController", "reportingInstance")) {
            if (Nodes.text(event, reporting).isEmpty()) {
                event.remove(reporting);
            }
        }
        return event;
    }

    private static ObjectNode renamed(ObjectNode event, Map<String, String> names, String apiVersion) {
        ObjectNode result = event.objectNode();
        for (Map.Entry<String, JsonNode> field : event.properties()) {
            result.set(names.getOrDefault(field.getKey(), field.getKey()), field.getValue());
        }
        return result.put("apiVersion", apiVersion);
    }

    private static Map<String, String> reversed() {
        Map<String, String> result = new HashMap<>();
        STORED_NAMES.forEach((served, stored) -> result.put(stored, served));
        return Map.copyOf(result);
    }

    @Override
    public List<String> nameErrors(String name) {
        return NameRules.dnsSubdomain(name);
    }

    @Override
    public void validate(ObjectNode event, FieldErrors errors) {
        EventRules.check(Field.root(toStored(event), errors), "reportingController");
    }

    @Override
    public void validateNew(ObjectNode event, FieldErrors errors) {
        EventRules.strict(Field.root(toStored(event), errors));
    }

    @Override
    public void validateUpdate(ObjectNode event, ObjectNode old, FieldErrors errors) {
        EventRules.strictUpdate(Field.root(toStored(event), errors), toStored(old));
    }
}
