package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What may change in a pod: images, a nearer deadline, more tolerations, fewer scheduling gates (upstream's {@code ValidatePodUpdate}). */
public final class PodUpdateRules {

    private static final String UPDATABLE = String.join(
            ",",
            "`spec.containers[*].image`",
            "`spec.initContainers[*].image`",
            "`spec.activeDeadlineSeconds`",
            "`spec.tolerations` (only additions to existing tolerations)",
            "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)");

    private PodUpdateRules() {}

    public static void check(Field pod, JsonNode old) {
        PodRules.annotationUpdates(pod, old);
        Field spec = pod.at("spec");
        JsonNode before = old.path("spec");
        for (String list : List.of("containers", "initContainers")) {
            if (spec.at(list).items().size() != before.path(list).size()) {
                spec.at(list).forbidden("pod updates may not add or remove containers");
                return;
            }
        }
        if (!deadline(spec.at("activeDeadlineSeconds"), before.path("activeDeadlineSeconds"))) {
            return;
        }
        tolerations(spec.at("tolerations"), before.path("tolerations"));
        schedulingGates(spec.at("schedulingGates"), before.path("schedulingGates"));
        everythingElse(spec, before);
    }

    /** Answers whether it makes sense to look on. */
    private static boolean deadline(Field deadline, JsonNode before) {
        boolean hadDeadline = before.isNumber();
        if (!deadline.isSet()) {
            if (hadDeadline) {
                deadline.errors()
                        .invalid(deadline.path(), "null", "must not update from a positive integer to nil value");
            }
            return true;
        }
        if (deadline.number() < 0 || deadline.number() > Integer.MAX_VALUE) {
            return false;
        }
        if (hadDeadline && before.asLong() < deadline.number()) {
            deadline.invalid("must be less than or equal to previous value");
            return false;
        }
        return true;
    }

    private static void tolerations(Field tolerations, JsonNode before) {
        List<ObjectNode> present = Nodes.objects(tolerations.value()).stream()
                .map(PodUpdateRules::withoutSeconds)
                .toList();
        boolean allKept = Nodes.objects(before).stream()
                .map(PodUpdateRules::withoutSeconds)
                .allMatch(old -> present.stream().anyMatch(now -> SemanticEquality.same(now, old)));
        if (!allKept) {
            tolerations.forbidden("existing toleration can not be modified except its tolerationSeconds");
        }
    }

    private static ObjectNode withoutSeconds(ObjectNode toleration) {
        ObjectNode copy = toleration.deepCopy();
        copy.remove("tolerationSeconds");
        return copy;
    }

    private static void schedulingGates(Field gates, JsonNode before) {
        Set<String> known = new HashSet<>();
        Nodes.objects(before).forEach(gate -> known.add(Nodes.text(gate, "name")));
        for (Field gate : gates.items()) {
            Field name = gate.at("name");
            if (!known.contains(name.text())) {
                name.forbidden("only deletion is allowed, but found new scheduling gate '" + name.text() + "'");
            }
        }
    }

    private static void everythingElse(Field spec, JsonNode before) {
        if (!(spec.value() instanceof ObjectNode now) || !(before instanceof ObjectNode old)) {
            return;
        }
        ObjectNode comparable = now.deepCopy();
        for (String list : List.of("containers", "initContainers")) {
            List<ObjectNode> containers = Nodes.objects(comparable, list);
            for (int i = 0; i < containers.size(); i++) {
                set(containers.get(i), "image", old.path(list).path(i).path("image"));
            }
        }
        for (String field : List.of("activeDeadlineSeconds", "tolerations", "schedulingGates")) {
            set(comparable, field, old.path(field));
        }
        if (old.path("terminationGracePeriodSeconds").asLong() < 0
                && comparable.path("terminationGracePeriodSeconds").asLong() == 1) {
            set(comparable, "terminationGracePeriodSeconds", old.path("terminationGracePeriodSeconds"));
        }
        if (!old.path("schedulingGates").isEmpty()) {
            GatedPodRules.check(spec, old, comparable);
        }
        if (!SemanticEquality.same(comparable, old)) {
            spec.forbidden("pod updates may not change fields other than " + UPDATABLE + "\n"
                    + String.join("\n", Differences.of("spec", old, comparable)));
        }
    }

    static void set(ObjectNode node, String field, JsonNode value) {
        if (value.isMissingNode()) {
            node.remove(field);
        } else {
            node.set(field, value);
        }
    }
}
