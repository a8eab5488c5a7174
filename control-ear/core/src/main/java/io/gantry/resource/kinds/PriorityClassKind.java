package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.SchedulingColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.PriorityClassRules;
import io.gantry.status.FieldErrors;

/** PriorityClass (scheduling.k8s.io). */
final class PriorityClassKind implements Strategy {

    private PriorityClassKind() {}

    static ResourceDefinition definition() {
        return Definition.of("scheduling.k8s.io", "PriorityClass", "priorityclasses")
                .cluster()
                .shortName("pc")
                .build(SchedulingColumns.PRIORITY_CLASS, new PriorityClassKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        if (!Nodes.has(object, "preemptionPolicy")) {
            object.put("preemptionPolicy", "PreemptLowerPriority");
        }
    }

    /** Generations of priority classes begin, and are never counted. */
    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        Nodes.child(object, "metadata").put("generation", 1);
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        PriorityClassRules.check(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        PriorityClassRules.update(Field.root(object, errors), old);
    }
}
