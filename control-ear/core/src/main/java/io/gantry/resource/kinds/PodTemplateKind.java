package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.PodSpecDefaults;
import io.gantry.resource.table.WorkloadColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.PodRules;
import io.gantry.resource.validation.PodWarnings;
import io.gantry.status.FieldErrors;
import java.util.List;

/** PodTemplate: a stored template that nothing acts on. */
final class PodTemplateKind implements Strategy {

    private PodTemplateKind() {}

    static ResourceDefinition definition() {
        return Definition.core("PodTemplate", "podtemplates")
                .build(WorkloadColumns.POD_TEMPLATE, new PodTemplateKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        PodSpecDefaults.applyToTemplate(Nodes.child(object, "template"));
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        PodRules.template(Field.root(object, errors).at("template"));
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        return PodWarnings.of(object.path("template"), "template.");
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }

    @Override
    public List<String> warningsOfUpdate(ObjectNode object, ObjectNode old) {
        return WorkloadWarnings.hasNewGeneration(object, old) ? warnings(object) : List.of();
    }
}
