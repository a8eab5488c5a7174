package io.gantry.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.object.Json;

/**
 * One field that a write changed.
 *
 * @param path for example {@code spec.containers[web].image}
 * @param from missing when the field was not there
 * @param to missing when the field is gone
 */
record Change(String path, JsonNode from, JsonNode to) {

    private static final int LONGEST = 500;

    /** The change without its values. */
    Change hidden() {
        return new Change(path, masked(from), masked(to));
    }

    private static JsonNode masked(JsonNode value) {
        return value.isMissingNode() ? value : TextNode.valueOf(HiddenValues.HIDDEN);
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("path", path);
        set(json, "from", from);
        set(json, "to", to);
        return json;
    }

    private static void set(ObjectNode json, String name, JsonNode value) {
        if (!value.isMissingNode()) {
            String text = value.toString();
            json.set(
                    name,
                    text.length() <= LONGEST
                            ? value
                            : TextNode.valueOf(text.substring(0, LONGEST) + "... (" + text.length() + " characters)"));
        }
    }

    /** For example {@code spec.replicas: 1 -> 3}. */
    String text() {
        return path + ": " + shown(from) + " -> " + shown(to);
    }

    private static String shown(JsonNode value) {
        if (value.isMissingNode()) {
            return "(none)";
        }
        String text = value.isTextual() ? value.asText() : value.toString();
        return text.length() > 40 ? text.substring(0, 37) + "..." : text;
    }
}
