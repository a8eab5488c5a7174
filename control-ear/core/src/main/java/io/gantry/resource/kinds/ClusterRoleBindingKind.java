package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.BindingDefaults;
import io.gantry.resource.table.RbacColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.RbacRules;
import io.gantry.status.FieldErrors;
import io.gantry.validation.NameRules;
import java.util.List;

/** ClusterRoleBinding (rbac.authorization.k8s.io). */
final class ClusterRoleBindingKind implements Strategy {

    private ClusterRoleBindingKind() {}

    static ResourceDefinition definition() {
        return Definition.of("rbac.authorization.k8s.io", "ClusterRoleBinding", "clusterrolebindings")
                .cluster()
                .build(RbacColumns.BINDING, new ClusterRoleBindingKind());
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public List<String> nameErrors(String name) {
        return NameRules.pathSegment(name);
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        BindingDefaults.apply(object);
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        RbacRules.clusterRoleBinding(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        RbacRules.unchangedRole(Field.root(object, errors), old);
    }
}
