package io.gantry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.selector.InvalidSelectorException;
import io.gantry.selector.LabelSelector;
import io.gantry.status.StatusException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a pod may be evicted now (policy/v1): pure decisions on the pod and the budget that guards it, in upstream's words.
 */
final class EvictionDecision {

    static final GroupResource BUDGETS = new GroupResource("policy", "poddisruptionbudgets");

    private static final GroupResource BUDGET = new GroupResource("policy", "poddisruptionbudget");
    private static final String CONDITION = "DisruptionAllowed";
    private static final String VIOLATED = "Cannot evict pod as it would violate the pod's disruption budget.";
    private static final int DISRUPTED_PODS = 2000;
    private static final int RETRY_SECONDS = 10;

    private EvictionDecision() {}

    /** What protects a pod from eviction. */
    sealed interface Guard {

        /** Nothing: the pod is no replica that anybody counts on, or no budget selects it. */
        record None() implements Guard {}

        /** The pod is not ready and may go if it is still the same when it goes. */
        record Unready(String budget) implements Guard {}

        /** The budget, which must allow the disruption. */
        record Budget(ObjectKey key) implements Guard {}

        /** Which of several budgets decides is not defined. */
        record Ambiguous() implements Guard {}
    }

    /** Whether the pod disturbs nobody by going: it has ended, has not begun, or goes already. */
    static boolean isFree(ApiObject pod) {
        return pod.isBeingDeleted() || List.of("Succeeded", "Failed", "Pending").contains(phase(pod));
    }

    /** Whether a free pod could become one that counts before it goes. */
    static boolean mayBecomeReady(ApiObject pod) {
        return !pod.isBeingDeleted() && phase(pod).equals("Pending");
    }

    private static String phase(ApiObject pod) {
        return Nodes.text(pod.status(), "phase");
    }

    /**
     * What protects a pod.
     *
     * @param budgets all of the pod's namespace
     */
    static Guard guard(ApiObject pod, List<ApiObject> budgets) {
        List<ApiObject> guarding =
                budgets.stream().filter(budget -> selects(budget, pod)).toList();
        if (guarding.isEmpty()) {
            return new Guard.None();
        }
        if (guarding.size() > 1) {
            return new Guard.Ambiguous();
        }
        ApiObject budget = guarding.getFirst();
        boolean spared = !isReady(pod) && sparesUnready(budget);
        return spared ? new Guard.Unready(budget.name()) : new Guard.Budget(budget.key());
    }

    private static boolean selects(ApiObject budget, ApiObject pod) {
        JsonNode selector = budget.spec().path("selector");
        try {
            return selector.isObject() && LabelSelector.of(selector).matches(pod.labels());
        } catch (InvalidSelectorException e) {
            // a selector that cannot be read selects nothing
            return false;
        }
    }

    private static boolean isReady(ApiObject pod) {
        return Nodes.objects(pod.status(), "conditions").stream()
                .anyMatch(condition -> Nodes.text(condition, "type").equals("Ready")
                        && Nodes.text(condition, "status").equals("True"));
    }

    private static boolean sparesUnready(ApiObject budget) {
        long desired = budget.status().path("desiredHealthy").asLong();
        boolean undisturbed =
                desired > 0 && budget.status().path("currentHealthy").asLong() >= desired;
        return undisturbed
                || Nodes.text(budget.spec(), "unhealthyPodEvictionPolicy").equals("AlwaysAllow");
    }

    /** Takes one disruption from a budget, or refuses. */
    static ObjectNode spend(ObjectNode budget, String pod, Instant now) {
        String name = Nodes.text(budget.path("metadata"), "name");
        ObjectNode status = Nodes.child(budget, "status");
        if (status.path("observedGeneration").asLong()
                < budget.path("metadata").path("generation").asLong()) {
            throw processing(name);
        }
        long allowed = status.path("disruptionsAllowed").asLong();
        if (allowed < 0) {
            throw StatusException.forbidden(BUDGET, name, "pdb disruptions allowed is negative");
        }
        if (status.path("disruptedPods").size() > DISRUPTED_PODS) {
            throw StatusException.forbidden(
                    BUDGET, name, "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
        }
        if (allowed == 0) {
            throw violated(why(name, status));
        }
        status.put("disruptionsAllowed", allowed - 1);
        Nodes.child(status, "disruptedPods").put(pod, SystemFields.timestamp(now));
        if (allowed == 1) {
            exhaust(status, now);
        }
        return budget;
    }

    private static void exhaust(ObjectNode status, Instant now) {
        ObjectNode condition = Nodes.objects(status, "conditions").stream()
                .filter(present -> Nodes.text(present, "type").equals(CONDITION))
                .findFirst()
                .orElseGet(() -> status.withArray("conditions").addObject().put("type", CONDITION));
        condition
                .put("status", "False")
                .put("reason", "InsufficientPods")
                .put("message", "")
                .put("lastTransitionTime", SystemFields.timestamp(now));
        condition.set("observedGeneration", status.path("observedGeneration"));
    }

    private static String why(String name, ObjectNode status) {
        long desired = status.path("desiredHealthy").asLong();
        long healthy = status.path("currentHealthy").asLong();
        Optional<ObjectNode> refusing = Nodes.objects(status, "conditions").stream()
                .filter(condition -> Nodes.text(condition, "type").equals(CONDITION)
                        && Nodes.text(condition, "status").equals("False")
                        && !Nodes.text(condition, "message").isEmpty())
                .findFirst();
        String reason =
                refusing.map(condition -> Nodes.text(condition, "reason")).orElse("");
        String message =
                refusing.map(condition -> Nodes.text(condition, "message")).orElse("");
        String start = "The disruption budget " + name;
        if (reason.equals("SyncFailed")) {
            return start + " does not allow evicting pods currently because it failed sync: " + message;
        }
        if (healthy <= desired) {
            return start + " needs " + desired + " healthy pods and has " + healthy + " currently";
        }
        return start + " does not allow evicting pods currently"
                + (refusing.isEmpty() ? "" : " (" + reason + "): " + message);
    }

    /** The budget does not know its pods yet, or the pod changed meanwhile: later may be better. */
    static StatusException processing(String budget) {
        return violated("The disruption budget " + budget + " is still being processed by the server.")
                .retryAfter(RETRY_SECONDS);
    }

    private static StatusException violated(String message) {
        return StatusException.of(429, "TooManyRequests", VIOLATED)
                .withCause(Json.object().put("reason", "DisruptionBudget").put("message", message));
    }
}
