package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.PodSpecDefaults;
import io.gantry.resource.table.WorkloadColumns;

/** PodTemplate: a stored template that nothing acts on. */
final class PodTemplateKind implements Strategy {

    private PodTemplateKind() {}

    static ResourceDefinition definition() {
        return Definition.core("PodTemplate", "podtemplates")
                .build(WorkloadColumns.POD_TEMPLATE, new PodTemplateKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        PodSpecDefaults.applyToTemplate(object.path("template"));
    }
}
