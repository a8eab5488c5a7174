package io.gantry.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Joins the conditions of an object with those that an agent reports: others' conditions stay, and the time of a transition is
 * kept while the status of its condition stays the same.
 */
final class ConditionMerge {

    private ConditionMerge() {}

    /**
     * @param owned the types that the agent speaks for: reported ones are taken, present ones that are not reported go
     */
    static ArrayNode merge(JsonNode present, JsonNode reported, Predicate<String> owned, Instant now) {
        Map<String, JsonNode> before = byType(present);
        Map<String, JsonNode> result = new LinkedHashMap<>(before);
        result.keySet().removeIf(owned);
        byType(reported).forEach((type, condition) -> {
            if (owned.test(type)) {
                result.put(type, timed((ObjectNode) condition.deepCopy(), before.get(type), now));
            }
        });
        ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
        // the order of before, so that an unchanged set of conditions is an equal array
        before.keySet().stream().filter(result::containsKey).forEach(type -> conditions.add(result.get(type)));
        result.forEach((type, condition) -> {
            if (!before.containsKey(type)) {
                conditions.add(condition);
            }
        });
        return conditions;
    }

    private static Map<String, JsonNode> byType(JsonNode conditions) {
        Map<String, JsonNode> result = new LinkedHashMap<>();
        for (JsonNode condition : conditions) {
            String type = condition.path("type").asText("");
            if (condition.isObject() && !type.isEmpty()) {
                result.put(type, condition);
            }
        }
        return result;
    }

    private static ObjectNode timed(ObjectNode condition, JsonNode before, Instant now) {
        boolean same = before != null
                && before.path("status")
                        .asText("")
                        .equals(condition.path("status").asText(""));
        if (same && before.hasNonNull("lastTransitionTime")) {
            condition.set("lastTransitionTime", before.get("lastTransitionTime"));
        } else if (!condition.hasNonNull("lastTransitionTime")) {
            condition.put("lastTransitionTime", Timestamps.seconds(now));
        }
        return condition;
    }
}
