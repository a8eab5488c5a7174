package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;

/** Defaults of role bindings: the API group that a role, a user or a group belongs to. */
public final class BindingDefaults {

    private static final String GROUP = "rbac.authorization.k8s.io";

    private BindingDefaults() {}

    public static void apply(ObjectNode binding) {
        setGroup(Nodes.child(binding, "roleRef"), GROUP);
        for (ObjectNode subject : Nodes.objects(binding, "subjects")) {
            switch (Nodes.text(subject, "kind")) {
                case "User", "Group" -> setGroup(subject, GROUP);
                default -> {}
            }
        }
    }

    private static void setGroup(ObjectNode reference, String group) {
        if (Nodes.text(reference, "apiGroup").isEmpty()) {
            reference.put("apiGroup", group);
        }
    }
}
