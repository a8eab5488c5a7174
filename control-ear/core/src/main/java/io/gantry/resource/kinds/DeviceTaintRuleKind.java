package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.DeviceDefaults;
import io.gantry.resource.table.DeviceColumns;
import io.gantry.resource.validation.DeviceClassRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import java.util.List;

/** DeviceTaintRule (resource.k8s.io), in two versions with the same fields. */
final class DeviceTaintRuleKind implements StatusOnlyStrategy {

    private DeviceTaintRuleKind() {}

    static List<ResourceDefinition> definitions() {
        Strategy strategy = new DeviceTaintRuleKind();
        return List.of(
                definition().version("v1beta2").build(DeviceColumns.TAINT_RULE, strategy),
                definition()
                        .version("v1alpha3")
                        .storedIn("v1beta2")
                        .deprecated("v1.36+, unavailable in v1.39+")
                        .build(DeviceColumns.TAINT_RULE, strategy));
    }

    private static Definition definition() {
        return Definition.of("resource.k8s.io", "DeviceTaintRule", "devicetaintrules")
                .cluster()
                .status();
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        object.putObject("status");
        DeviceDefaults.timeAdded(object.path("spec").path("taint"), context.now());
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode old, Context context) {
        StatusOnlyStrategy.super.prepareForUpdate(object, old, context);
        DeviceDefaults.timeAdded(object.path("spec").path("taint"), context.now());
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        DeviceClassRules.taintRule(Field.root(object, errors));
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        DeviceClassRules.taintRuleStatus(Field.root(object, errors), old);
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }
}
