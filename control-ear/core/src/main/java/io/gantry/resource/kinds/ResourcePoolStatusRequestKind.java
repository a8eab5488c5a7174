package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.table.PoolStatusColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.PoolStatusRules;
import io.gantry.status.FieldErrors;

/** ResourcePoolStatusRequest (resource.k8s.io). */
final class ResourcePoolStatusRequestKind implements StatusOnlyStrategy {

    private ResourcePoolStatusRequestKind() {}

    static ResourceDefinition definition() {
        return Definition.of("resource.k8s.io", "ResourcePoolStatusRequest", "resourcepoolstatusrequests")
                .version("v1alpha3")
                .cluster()
                .status()
                .build(PoolStatusColumns.ALL, new ResourcePoolStatusRequestKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        if (object.get("spec") instanceof ObjectNode spec && !spec.has("limit")) {
            spec.put("limit", 100);
        }
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return false;
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        PoolStatusRules.check(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        PoolStatusRules.update(Field.root(object, errors), old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        PoolStatusRules.status(Field.root(object, errors), old);
    }
}
