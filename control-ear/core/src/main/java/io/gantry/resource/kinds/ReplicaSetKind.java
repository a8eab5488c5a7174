package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.ScalePaths;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.WorkloadDefaults;
import io.gantry.resource.table.WorkloadColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.WorkloadRules;
import io.gantry.status.FieldErrors;
import java.util.List;
import java.util.Optional;

/** ReplicaSet (apps). */
final class ReplicaSetKind implements Strategy {

    private static final List<String> COUNTS =
            List.of("fullyLabeledReplicas", "readyReplicas", "availableReplicas", "terminatingReplicas");

    private ReplicaSetKind() {}

    static ResourceDefinition definition() {
        return Definition.of("apps", "ReplicaSet", "replicasets")
                .shortName("rs")
                .inAll()
                .status()
                .scale()
                .selectable("status.replicas")
                .build(WorkloadColumns.REPLICA_SET, new ReplicaSetKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        WorkloadDefaults.replicaSet(object);
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        object.putObject("status").put("replicas", 0);
    }

    @Override
    public String selectableValue(String field, ObjectNode object, String text) {
        return text.isEmpty() && field.equals("status.replicas") ? "0" : text;
    }

    @Override
    public Optional<ScalePaths> scale() {
        return Optional.of(ScalePaths.WORKLOAD);
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        WorkloadRules.replicaSet(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        Field.root(object, errors)
                .at("spec")
                .at("selector")
                .requireUnchanged(old.path("spec").path("selector"));
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        WorkloadRules.status(Field.root(object, errors), COUNTS);
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        return WorkloadWarnings.of(object);
    }

    @Override
    public List<String> warningsOfUpdate(ObjectNode object, ObjectNode old) {
        return WorkloadWarnings.ofChange(object, old);
    }
}
