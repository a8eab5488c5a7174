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

/** ResourceClaim (resource.k8s.io), in three versions. */
final class ResourceClaimKind implements StatusOnlyStrategy {

    private ResourceClaimKind() {}

    static List<ResourceDefinition> definitions() {
        Strategy strategy = new ResourceClaimKind();
        return List.of(
                definition().build(DeviceColumns.CLAIM, strategy),
                definition()
                        .version("v1beta2")
                        .storedIn("v1")
                        .deprecated("v1.36+, unavailable in v1.39+")
                        .build(DeviceColumns.CLAIM, strategy),
                definition()
                        .version("v1beta1")
                        .storedIn("v1", new FlatRequestConversion("/spec"))
                        .deprecated("v1.35+, unavailable in v1.38+")
                        .build(DeviceColumns.CLAIM, strategy));
    }

    private static Definition definition() {
        return Definition.of("resource.k8s.io", "ResourceClaim", "resourceclaims")
                .status();
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        DeviceDefaults.claim(object);
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        object.putObject("status");
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validateNew(ObjectNode object, FieldErrors errors) {
        ResourceClaimRules.claimNew(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        ResourceClaimRules.update(Field.root(object, errors), old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        ResourceClaimRules.status(Field.root(object, errors), old);
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }
}
