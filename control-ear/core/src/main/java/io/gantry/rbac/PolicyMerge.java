package io.gantry.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.List;

/** Gives roles and bindings what the default policy says they have, and takes nothing away that an administrator added. */
public final class PolicyMerge {

    static final String AUTO_UPDATE = "rbac.authorization.kubernetes.io/autoupdate";

    private PolicyMerge() {}

    /** Whether an administrator keeps an object from being changed. */
    public static boolean isProtected(JsonNode present) {
        return Nodes.text(present.path("metadata").path("annotations"), AUTO_UPDATE)
                .equals("false");
    }

    /** Whether a binding binds another role than it should: that cannot be changed, only made anew. */
    public static boolean bindsAnotherRole(JsonNode present, JsonNode expected) {
        return expected.has("roleRef") && !expected.path("roleRef").equals(present.path("roleRef"));
    }

    /** Completes an object in place. */
    public static ObjectNode complete(ObjectNode present, ObjectNode expected) {
        addEntries(present, expected, "labels");
        addEntries(present, expected, "annotations");
        if (expected.has("roleRef")) {
            if (expected.has("subjects")) {
                addMissing(Nodes.objects(expected, "subjects"), present.withArray("subjects"));
            }
            return present;
        }
        List<PolicyRule> missing = RuleCover.missing(PolicyRule.ofRole(present), PolicyRule.ofRole(expected));
        missing.forEach(rule -> present.withArray("/rules").add(rule.json()));
        if (!expected.has("aggregationRule")) {
            present.remove("aggregationRule");
        } else {
            addMissing(
                    Nodes.objects(expected.path("aggregationRule"), "clusterRoleSelectors"),
                    Nodes.child(present, "aggregationRule").withArray("clusterRoleSelectors"));
        }
        return present;
    }

    private static void addEntries(ObjectNode present, ObjectNode expected, String field) {
        ObjectNode entries = Nodes.child(Nodes.child(present, "metadata"), field);
        expected.path("metadata").path(field).properties().forEach(entry -> {
            if (!entries.has(entry.getKey())) {
                entries.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static void addMissing(List<ObjectNode> expected, ArrayNode present) {
        List<ObjectNode> there = Nodes.objects(present);
        expected.stream().filter(element -> !there.contains(element)).forEach(present::add);
    }
}
