package io.gantry.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.status.Quoted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A RoleBinding or ClusterRoleBinding.
 *
 * @param role the role it refers to
 * @param subjects by whom they mean; of several that mean the same the first
 */
record Binding(ObjectKey key, ObjectKey role, Map<Subject.Holder, Subject> subjects) {

    static Binding of(ApiObject object) {
        String namespace = object.namespace();
        Map<Subject.Holder, Subject> subjects = new HashMap<>();
        for (JsonNode each : Nodes.objects(object.json(), "subjects")) {
            Subject subject = Subject.of(each, namespace);
            subject.holder().ifPresent(holder -> subjects.putIfAbsent(holder, subject));
        }
        return new Binding(object.key(), roleKey(object.json().path("roleRef"), namespace), Map.copyOf(subjects));
    }

    static ObjectKey roleKey(JsonNode reference, String namespace) {
        String name = Nodes.text(reference, "name");
        return Nodes.text(reference, "kind").equals("ClusterRole")
                ? ObjectKey.cluster(RbacResources.CLUSTER_ROLES, name)
                : new ObjectKey(RbacResources.ROLES, namespace, name);
    }

    /** As answers of access reviews show it. */
    String describe(Subject.Holder holder) {
        boolean cluster = key.namespace().isEmpty();
        String kind = cluster ? "ClusterRoleBinding " : "RoleBinding ";
        String name = cluster ? key.name() : key.name() + "/" + key.namespace();
        String roleKind = role.resource().equals(RbacResources.CLUSTER_ROLES) ? "ClusterRole" : "Role";
        return kind + Quoted.of(name) + " of " + roleKind + " " + Quoted.of(role.name()) + " to "
                + subjects.get(holder);
    }

    List<Subject.Holder> holders() {
        return List.copyOf(subjects.keySet());
    }
}
