package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;

/** Reads {@code status.conditions}. */
final class Conditions {

    private Conditions() {}

    static boolean isTrue(JsonNode status, String type) {
        return has(status, type, "True");
    }

    static boolean isFalse(JsonNode status, String type) {
        return has(status, type, "False");
    }

    private static boolean has(JsonNode status, String type, String value) {
        return Nodes.objects(status, "conditions").stream()
                .anyMatch(condition -> Nodes.text(condition, "type").equals(type)
                        && Nodes.text(condition, "status").equals(value));
    }
}
