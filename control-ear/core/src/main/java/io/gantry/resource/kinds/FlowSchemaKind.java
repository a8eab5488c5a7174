package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.FlowControlDefaults;
import io.gantry.resource.table.FlowControlColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.FlowSchemaRules;
import io.gantry.status.FieldErrors;

/** FlowSchema (flowcontrol.apiserver.k8s.io). */
final class FlowSchemaKind implements Strategy {

    private FlowSchemaKind() {}

    static ResourceDefinition definition() {
        return Definition.of("flowcontrol.apiserver.k8s.io", "FlowSchema", "flowschemas")
                .cluster()
                .status()
                .build(FlowControlColumns.FLOW_SCHEMA, new FlowSchemaKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        FlowControlDefaults.schema(object);
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        object.putObject("status");
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        FlowSchemaRules.check(Field.root(object, errors));
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        FlowSchemaRules.status(Field.root(object, errors), old);
    }
}
