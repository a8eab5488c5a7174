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

/** Role (rbac.authorization.k8s.io). */
final class RoleKind implements Strategy {

    private RoleKind() {}

    static ResourceDefinition definition() {
        return Definition.of("rbac.authorization.k8s.io", "Role", "roles").build(RbacColumns.ROLE, new RoleKind());
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
        RbacRules.role(Field.root(object, errors));
    }
}
