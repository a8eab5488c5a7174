package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.status.StatusException;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What can be wrong with a strategic merge patch, in upstream's words. Upstream answers some of these with 500; they are the
 * client's fault, so here they are 400.
 */
final class PatchErrors {

    static final String PRIMITIVE_LIST = "invalid patch format of primitive list";
    static final String RETAIN_KEYS = "invalid patch format of retainKeys";
    static final String ELEMENT_ORDER = "invalid patch format of setElementOrder list";

    private PatchErrors() {}

    static StatusException malformed(String what) {
        return StatusException.badRequest(what);
    }

    static StatusException listsOfLists() {
        return StatusException.of(422, "Invalid", "lists of lists are not supported");
    }

    static StatusException unknownDirective(JsonNode directive, ObjectNode patch) {
        return malformed("unknown patch type: " + shown(directive) + " in map: " + shown(patch));
    }

    static StatusException noMergeKey(JsonNode item, String key) {
        return malformed("map: " + shown(item) + " does not contain declared merge key: " + key);
    }

    static StatusException noDeclaredKey(String field) {
        return malformed("cannot merge lists without merge key for " + field);
    }

    static StatusException mergeOfLists() {
        return malformed("merging lists cannot yet be specified in the patch");
    }

    static StatusException mixedTypes(List<JsonNode> lists) {
        return malformed("list element types are not identical: "
                + lists.stream().map(PatchErrors::shown).collect(Collectors.joining(" ", "[", "]")));
    }

    static StatusException notAList(JsonNode value) {
        return malformed("expected a []interface {}, but received a "
                + (value.isObject() ? "map[string]interface {}" : GoTypes.valueKind(value)));
    }

    static StatusException orderMismatch(JsonNode patch, JsonNode order) {
        return malformed("The order in patch list:\n" + shown(patch) + "\n doesn't match $setElementOrder list:\n"
                + shown(order) + "\n");
    }

    static StatusException unknownField(String type, String field) {
        return malformed("unable to find api field in struct " + type + " for the json field " + GoTypes.quoted(field));
    }

    /** As upstream prints values: {@code map[a:1 b:[x y]]}. */
    private static String shown(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> {
                TreeMap<String, String> entries = new TreeMap<>();
                value.properties().forEach(entry -> entries.put(entry.getKey(), shown(entry.getValue())));
                yield entries.entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(" ", "map[", "]"));
            }
            case ARRAY -> value.valueStream().map(PatchErrors::shown).collect(Collectors.joining(" ", "[", "]"));
            case NULL, MISSING -> "<nil>";
            case STRING, NUMBER, BOOLEAN, BINARY -> value.asText();
        };
    }
}
