package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.DeviceColumns;
import io.gantry.resource.validation.DeviceClassRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import java.util.List;

/** DeviceClass (resource.k8s.io), in three versions with the same fields. */
final class DeviceClassKind implements Strategy {

    private DeviceClassKind() {}

    static List<ResourceDefinition> definitions() {
        Strategy strategy = new DeviceClassKind();
        return List.of(
                definition().build(DeviceColumns.AGE, strategy),
                definition()
                        .version("v1beta2")
                        .storedIn("v1")
                        .deprecated("v1.36+, unavailable in v1.39+")
                        .build(DeviceColumns.AGE, strategy),
                definition()
                        .version("v1beta1")
                        .storedIn("v1")
                        .deprecated("v1.35+, unavailable in v1.38+")
                        .build(DeviceColumns.AGE, strategy));
    }

    private static Definition definition() {
        return Definition.of("resource.k8s.io", "DeviceClass", "deviceclasses").cluster();
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        DeviceClassRules.deviceClass(Field.root(object, errors));
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }
}
