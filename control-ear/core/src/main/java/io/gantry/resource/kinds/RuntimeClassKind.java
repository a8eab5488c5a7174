package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.SchedulingColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.RuntimeClassRules;
import io.gantry.status.FieldErrors;

/** RuntimeClass (node.k8s.io). */
final class RuntimeClassKind implements Strategy {

    private RuntimeClassKind() {}

    static ResourceDefinition definition() {
        return Definition.of("node.k8s.io", "RuntimeClass", "runtimeclasses")
                .cluster()
                .build(SchedulingColumns.RUNTIME_CLASS, new RuntimeClassKind());
    }

    @Override
    public boolean allowsCreateOnUpdate() {
        return true;
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
        RuntimeClassRules.check(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        RuntimeClassRules.update(Field.root(object, errors), old);
    }
}
