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

/** ReplicationController. */
final class ReplicationControllerKind implements Strategy {

    private static final List<String> COUNTS = List.of("fullyLabeledReplicas", "readyReplicas", "availableReplicas");

    private ReplicationControllerKind() {}

    static ResourceDefinition definition() {
        return Definition.core("ReplicationController", "replicationcontrollers")
                .shortName("rc")
                .inAll()
                .status()
                .scale()
                .selectable("status.replicas")
                .build(WorkloadColumns.REPLICATION_CONTROLLER, new ReplicationControllerKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        WorkloadDefaults.replicationController(object);
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        object.putObject("status").put("replicas", 0);
    }

    /** As it was in v1 from the first day: pods outlive their controller unless the client says otherwise. */
    @Override
    public boolean orphansDependentsByDefault() {
        return true;
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
        WorkloadRules.replicationController(Field.root(object, errors));
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
