package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.FlowControlDefaults;
import io.gantry.resource.table.FlowControlColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.FlowSchemaRules;
import io.gantry.resource.validation.PriorityLevelRules;
import io.gantry.status.FieldErrors;

/** PriorityLevelConfiguration (flowcontrol.apiserver.k8s.io). */
final class PriorityLevelConfigurationKind implements Strategy {

    private PriorityLevelConfigurationKind() {}

    static ResourceDefinition definition() {
        return Definition.of(
                        "flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration", "prioritylevelconfigurations")
                .cluster()
                .status()
                .build(FlowControlColumns.PRIORITY_LEVEL, new PriorityLevelConfigurationKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        FlowControlDefaults.level(object);
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        object.putObject("status");
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        PriorityLevelRules.check(Field.root(object, errors));
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        FlowSchemaRules.status(Field.root(object, errors), old);
    }
}
