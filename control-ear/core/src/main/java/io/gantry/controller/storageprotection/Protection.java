package io.gantry.controller.storageprotection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.Plan;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A finalizer that holds an object as long as something uses it. */
record Protection(String finalizer) {

    /** Lets go of an object that shall go and that nothing uses; puts the finalizer back where it is missing. */
    Plan plan(ApiObject object, BooleanSupplier used) {
        List<String> present = Nodes.texts(object.metadata(), "finalizers");
        boolean held = present.contains(finalizer);
        if (object.isBeingDeleted()) {
            return held && !used.getAsBoolean()
                    ? changed(
                            object,
                            present.stream()
                                    .filter(each -> !each.equals(finalizer))
                                    .toList())
                    : Plan.NOTHING;
        }
        return held ? Plan.NOTHING : changed(object, withOwn(present));
    }

    private List<String> withOwn(List<String> present) {
        return Stream.concat(present.stream(), Stream.of(finalizer)).toList();
    }

    private static Plan changed(ApiObject object, List<String> finalizers) {
        ObjectNode desired = object.copy();
        ArrayNode array = desired.withObject("/metadata").putArray("finalizers");
        finalizers.forEach(array::add);
        return Plan.builder().update(object, desired).build();
    }
}
