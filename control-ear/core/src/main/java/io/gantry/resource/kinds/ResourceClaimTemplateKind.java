package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.DeviceDefaults;
import io.gantry.resource.table.DeviceColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.ResourceClaimRules;
import io.gantry.status.FieldErrors;
import java.util.List;

/** ResourceClaimTemplate (resource.k8s.io), in three versions. */
final class ResourceClaimTemplateKind implements Strategy {

    private ResourceClaimTemplateKind() {}

    static List<ResourceDefinition> definitions() {
        Strategy strategy = new ResourceClaimTemplateKind();
        return List.of(
                definition().build(DeviceColumns.AGE, strategy),
                definition()
                        .version("v1beta2")
                        .storedIn("v1")
                        .deprecated("v1.36+, unavailable in v1.39+")
                        .build(DeviceColumns.AGE, strategy),
                definition()
                        .version("v1beta1")
                        .storedIn("v1", new FlatRequestConversion("/spec/spec"))
                        .deprecated("v1.35+, unavailable in v1.38+")
                        .build(DeviceColumns.AGE, strategy));
    }

    private static Definition definition() {
        return Definition.of("resource.k8s.io", "ResourceClaimTemplate", "resourceclaimtemplates");
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        DeviceDefaults.template(object);
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        ResourceClaimRules.template(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        ResourceClaimRules.update(Field.root(object, errors), old);
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }
}
