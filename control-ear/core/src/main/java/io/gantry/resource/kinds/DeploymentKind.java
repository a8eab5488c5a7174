package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
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

/** Deployment (apps). */
final class DeploymentKind implements Strategy {

    private static final List<String> COUNTS = List.of(
            "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas", "terminatingReplicas");

    private DeploymentKind() {}

    static ResourceDefinition definition() {
        return Definition.of("apps", "Deployment", "deployments")
                .shortName("deploy")
                .inAll()
                .status()
                .scale()
                .build(WorkloadColumns.DEPLOYMENT, new DeploymentKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        WorkloadDefaults.deployment(object);
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        object.putObject("status");
    }

    /** Labels stay out of reach of the status subresource. */
    @Override
    public void prepareForStatusUpdate(ObjectNode object, ObjectNode old, Context context) {
        Strategy.super.prepareForStatusUpdate(object, old, context);
        ObjectNode metadata = Nodes.child(object, "metadata");
        JsonNode labels = old.path("metadata").path("labels");
        if (labels.isMissingNode()) {
            metadata.remove("labels");
        } else {
            metadata.set("labels", labels);
        }
    }

    @Override
    public Optional<ScalePaths> scale() {
        return Optional.of(ScalePaths.WORKLOAD);
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        WorkloadRules.deployment(Field.root(object, errors));
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
