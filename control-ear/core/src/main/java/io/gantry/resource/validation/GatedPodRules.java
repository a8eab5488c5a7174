package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** While a pod waits at scheduling gates, where it may run can be narrowed, never widened (KEP-3838). */
final class GatedPodRules {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

    private GatedPodRules() {}

    /**
     * Checks the narrowing.
     *
     * @param comparable gets the old values of what may be narrowed, so that only forbidden differences remain in it
     */
    static void check(Field spec, ObjectNode old, ObjectNode comparable) {
        nodeSelector(spec.at("nodeSelector"), old.path("nodeSelector"));
        PodUpdateRules.set(comparable, "nodeSelector", old.path("nodeSelector"));
        JsonNode before = old.path("affinity").path("nodeAffinity");
        nodeAffinity(spec.at("affinity").at("nodeAffinity").at(REQUIRED), before.path(REQUIRED));
        if (comparable.get("affinity") instanceof ObjectNode affinity) {
            PodUpdateRules.set(affinity, "nodeAffinity", before);
        } else if (!before.isMissingNode()) {
            comparable.putObject("affinity").set("nodeAffinity", before);
        }
    }

    private static void nodeSelector(Field selector, JsonNode old) {
        Map<String, String> now = ApiObject.strings(selector.value());
        if (!now.entrySet().containsAll(ApiObject.strings(old).entrySet())) {
            selector.invalid(
                    selector.value(), "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
        }
    }

    private static void nodeAffinity(Field required, JsonNode old) {
        JsonNode oldTerms = old.path("nodeSelectorTerms");
        Field terms = required.at("nodeSelectorTerms");
        if (oldTerms.isEmpty()) {
            return;
        }
        if (oldTerms.size() != terms.items().size()) {
            terms.invalid(terms.value(), "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
            return;
        }
        for (int i = 0; i < oldTerms.size(); i++) {
            Field term = terms.items().get(i);
            if (!onlyAdds(term.value(), oldTerms.path(i))) {
                term.invalid("only additions are allowed (no mutations or deletions)");
            }
        }
    }

    /** A term without requirements matches nothing: adding one would widen it. */
    private static boolean onlyAdds(JsonNode term, JsonNode old) {
        if (old.path("matchExpressions").isEmpty() && old.path("matchFields").isEmpty()) {
            return SemanticEquality.same(term, old);
        }
        return contains(term.path("matchExpressions"), old.path("matchExpressions"))
                && contains(term.path("matchFields"), old.path("matchFields"));
    }

    private static boolean contains(JsonNode all, JsonNode some) {
        Set<JsonNode> present = new HashSet<>();
        all.forEach(present::add);
        for (JsonNode each : some) {
            if (!present.contains(each)) {
                return false;
            }
        }
        return true;
    }
}
