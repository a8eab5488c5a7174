package io.gantry.agent.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** A meta/v1 LabelSelector: one that is missing selects nothing, an empty one everything. */
public record LabelSelector(JsonNode json) {

    public boolean selects(Map<String, String> labels) {
        if (!json.isObject()) {
            return false;
        }
        for (Map.Entry<String, String> wanted :
                Json.stringMap(json.path("matchLabels")).entrySet()) {
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                return false;
            }
        }
        return Json.list(json.path("matchExpressions")).stream().allMatch(expression -> holds(expression, labels));
    }

    private static boolean holds(JsonNode expression, Map<String, String> labels) {
        String key = expression.path("key").asText();
        List<String> values = Json.strings(expression.path("values"));
        boolean present = labels.containsKey(key);
        return switch (expression.path("operator").asText()) {
            case "In" -> present && values.contains(labels.get(key));
            case "NotIn" -> !present || !values.contains(labels.get(key));
            case "Exists" -> present;
            case "DoesNotExist" -> !present;
            // the API lets no other in
            default -> false;
        };
    }
}
