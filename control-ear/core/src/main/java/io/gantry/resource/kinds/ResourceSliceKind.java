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

    private static final List<String> LISTS = List.of("ints", "bools", "strings", "versions");

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
        dropUnserved(object);
        timeTaints(object, context);
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode old, Context context) {
        dropUnserved(object);
        timeTaints(object, context);
    }

    /** Lists of attributes, and resources of nodes that devices stand for: upstream drops both unless their features are turned on. */
    private static void dropUnserved(ObjectNode object) {
        for (ObjectNode device : Nodes.objects(object.path("spec"), "devices")) {
            device.remove("nodeAllocatableResourceMappings");
            device.path("attributes").forEach(attribute -> {
                if (attribute instanceof ObjectNode values) {
                    values.remove(LISTS);
                }
            });
        }
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
