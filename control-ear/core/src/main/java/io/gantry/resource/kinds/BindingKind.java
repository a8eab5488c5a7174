package io.gantry.resource.kinds;

import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.ConfigColumns;

/** Binding: never stored; creating one binds the pod of its name. */
final class BindingKind implements Strategy {

    private BindingKind() {}

    static ResourceDefinition definition() {
        return Definition.core("Binding", "bindings").verbs("create").build(ConfigColumns.DEFAULT, new BindingKind());
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }
}
