package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.ScalePaths;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.WorkloadDefaults;
import io.gantry.resource.table.WorkloadColumns;
import java.util.Optional;

/** Deployment (apps). */
final class DeploymentKind implements Strategy {

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
}
