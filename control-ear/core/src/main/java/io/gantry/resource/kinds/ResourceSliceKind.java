package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.DeviceDefaults;
import io.gantry.resource.table.DeviceColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.ResourceSliceRules;
import io.gantry.status.FieldErrors;
import java.util.List;

/** ResourceSlice (resource.k8s.io), in three versions. */
final class ResourceSliceKind implements Strategy {

    private ResourceSliceKind() {}

    static List<ResourceDefinition> definitions() {
        Strategy strategy = new ResourceSliceKind();
        return List.of(
                definition().build(DeviceColumns.SLICE, strategy),
                definition()
                        .version("v1beta2")
                        .storedIn("v1")
                        .deprecated("v1.36+, unavailable in v1.39+")
                        .build(DeviceColumns.SLICE, strategy),
                definition()
                        .version("v1beta1")
                        .storedIn("v1", new BasicDeviceConversion())
                        .deprecated("v1.35+, unavailable in v1.38+")
                        .build(DeviceColumns.SLICE, strategy));
    }

    private static Definition definition() {
        return Definition.of("resource.k8s.io", "ResourceSlice", "resourceslices")
                .cluster()
                .selectable("spec.nodeName", "spec.driver");
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        timeTaints(object, context);
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode old, Context context) {
        timeTaints(object, context);
    }

    private static void timeTaints(ObjectNode object, Context context) {
        for (ObjectNode device : Nodes.objects(object.path("spec"), "devices")) {
            Nodes.objects(device, "taints").forEach(taint -> DeviceDefaults.timeAdded(taint, context.now()));
        }
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        ResourceSliceRules.check(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        ResourceSliceRules.update(Field.root(object, errors), old);
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }
}
