package io.gantry.agent.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Set;

/** Whether a v1 NodeStatus shows what another says; what it shows beside that is of others. */
final class StatusMatch {

    /** The control plane keeps its own. */
    private static final Set<String> TIMES = Set.of("lastHeartbeatTime", "lastTransitionTime");

    private StatusMatch() {}

    static boolean shows(JsonNode shown, JsonNode reported) {
        return reported.properties().stream()
                .allMatch(field -> field.getKey().equals("conditions")
                        ? showsConditions(shown.path("conditions"), field.getValue())
                        : contains(shown.path(field.getKey()), field.getValue()));
    }

    private static boolean showsConditions(JsonNode shown, JsonNode reported) {
        for (JsonNode condition : reported) {
            if (!contains(ofType(shown, condition.path("type").asText()), condition)) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode ofType(JsonNode conditions, String type) {
        for (JsonNode condition : conditions) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return conditions.path(type);
    }

    /** An object may hold more, a list may not; a zero or an empty text or list may be left out. */
    private static boolean contains(JsonNode shown, JsonNode reported) {
        if (reported.isObject()) {
            return reported.properties().stream()
                    .allMatch(field ->
                            TIMES.contains(field.getKey()) || contains(shown.path(field.getKey()), field.getValue()));
        }
        if (reported.isArray()) {
            return containsAll(shown, reported);
        }
        // a number is as wide as whoever wrote it made it
        return shown.isMissingNode() ? isZero(reported) : shown.asText().equals(reported.asText());
    }

    private static boolean containsAll(JsonNode shown, JsonNode reported) {
        if (shown.size() != reported.size()) {
            return false;
        }
        Iterator<JsonNode> each = shown.iterator();
        for (JsonNode element : reported) {
            if (!contains(each.next(), element)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(JsonNode value) {
        return value.asText().isEmpty() || value.isNumber() && value.asLong() == 0;
    }
}
