package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.table.MigrationColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.PodGroupRules;
import io.gantry.status.FieldErrors;

/** PodGroup (scheduling.k8s.io). */
final class PodGroupKind implements StatusOnlyStrategy {

    private PodGroupKind() {}

    static ResourceDefinition definition() {
        return Definition.of("scheduling.k8s.io", "PodGroup", "podgroups")
                .version("v1alpha2")
                .status()
                .build(MigrationColumns.POD_GROUP, new PodGroupKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        if (object.get("spec") instanceof ObjectNode spec && !spec.has("disruptionMode")) {
            spec.put("disruptionMode", "Pod");
        }
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
    public void validate(ObjectNode object, FieldErrors errors) {
        PodGroupRules.podGroup(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        PodGroupRules.podGroupUpdate(Field.root(object, errors), old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        PodGroupRules.podGroupStatus(Field.root(object, errors), old);
    }
}
