package io.gantry.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.rbac.Subject.Holder;
import io.gantry.status.Quoted;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A RoleBinding or ClusterRoleBinding.
 *
 * @param role the role it refers to
 * @param reasons whom it means, and how access reviews tell of it; worded once, since requests are many
 */
record Binding(ObjectKey key, ObjectKey role, Map<Holder, String> reasons) {

    static Binding of(ApiObject object) {
        String namespace = object.namespace();
        ObjectKey role = roleKey(object.json().path("roleRef"), namespace);
        Map<Holder, String> reasons = new HashMap<>();
        for (JsonNode each : Nodes.objects(object.json(), "subjects")) {
            Subject subject = Subject.of(each, namespace);
            subject.holder().ifPresent(holder -> reasons.putIfAbsent(holder, reason(object.key(), role, subject)));
        }
        return new Binding(object.key(), role, Map.copyOf(reasons));
    }

    static ObjectKey roleKey(JsonNode reference, String namespace) {
        String name = Nodes.text(reference, "name");
        return Nodes.text(reference, "kind").equals("ClusterRole")
                ? ObjectKey.cluster(RbacResources.CLUSTER_ROLES, name)
                : new ObjectKey(RbacResources.ROLES, namespace, name);
    }

    private static String reason(ObjectKey key, ObjectKey role, Subject subject) {
        boolean cluster = key.namespace().isEmpty();
        String kind = cluster ? "ClusterRoleBinding " : "RoleBinding ";
        String name = cluster ? key.name() : key.name() + "/" + key.namespace();
        String roleKind = role.resource().equals(RbacResources.CLUSTER_ROLES) ? "ClusterRole" : "Role";
        return "RBAC: allowed by " + kind + Quoted.of(name) + " of " + roleKind + " " + Quoted.of(role.name()) + " to "
                + subject;
    }

    Set<Holder> holders() {
        return reasons.keySet();
    }
}
