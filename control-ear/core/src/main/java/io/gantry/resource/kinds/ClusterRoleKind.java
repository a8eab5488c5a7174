package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.RbacColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.RbacRules;
import io.gantry.status.FieldErrors;
import io.gantry.validation.NameRules;
import java.util.List;

/** ClusterRole (rbac.authorization.k8s.io). */
final class ClusterRoleKind implements Strategy {

    private ClusterRoleKind() {}

    static ResourceDefinition definition() {
        return Definition.of("rbac.authorization.k8s.io", "ClusterRole", "clusterroles")
                .cluster()
                .build(RbacColumns.ROLE, new ClusterRoleKind());
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
    public void validate(ObjectNode object, FieldErrors errors) {
        RbacRules.clusterRole(Field.root(object, errors));
    }
}
