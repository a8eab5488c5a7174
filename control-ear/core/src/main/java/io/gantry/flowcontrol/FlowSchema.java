package io.gantry.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * Sorts requests to a priority level, and there to flows (flowcontrol.apiserver.k8s.io FlowSchema).
 *
 * @param uid of the object; empty when it is imagined since it must always be there
 * @param precedence the lowest that matches counts
 */
record FlowSchema(
        String name, String uid, String level, int precedence, Distinguisher distinguisher, List<FlowRule> rules) {

    /** What makes flows of one schema's requests. */
    enum Distinguisher {
        NONE,
        BY_USER,
        BY_NAMESPACE
    }

    private static final int USUAL_PRECEDENCE = 1000;

    static FlowSchema of(JsonNode object) {
        JsonNode spec = object.path("spec");
        List<FlowRule> rules = new ArrayList<>();
        spec.path("rules").forEach(rule -> rules.add(FlowRule.of(rule)));
        return new FlowSchema(
                object.path("metadata").path("name").asText(),
                object.path("metadata").path("uid").asText(""),
                spec.path("priorityLevelConfiguration").path("name").asText(),
                spec.path("matchingPrecedence").asInt(USUAL_PRECEDENCE),
                switch (spec.path("distinguisherMethod").path("type").asText("")) {
                    case "ByUser" -> Distinguisher.BY_USER;
                    case "ByNamespace" -> Distinguisher.BY_NAMESPACE;
                    default -> Distinguisher.NONE;
                },
                List.copyOf(rules));
    }

    boolean matches(UserInfo user, RequestAttributes request) {
        for (FlowRule rule : rules) {
            if (rule.matches(user, request)) {
                return true;
            }
        }
        return false;
    }

    /** Names the flow that a request belongs to. */
    String flow(UserInfo user, RequestAttributes request) {
        return switch (distinguisher) {
            case NONE -> name;
            case BY_USER -> name + "," + user.username();
            case BY_NAMESPACE -> name + "," + request.namespace();
        };
    }
}
