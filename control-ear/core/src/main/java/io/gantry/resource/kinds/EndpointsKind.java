package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.NetworkColumns;
import io.gantry.resource.validation.EndpointRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;

/** Endpoints. */
final class EndpointsKind implements Strategy {

    private EndpointsKind() {}

    static ResourceDefinition definition() {
        return Definition.core("Endpoints", "endpoints")
                .shortName("ep")
                .deprecated("v1.33+; use discovery.k8s.io/v1 EndpointSlice")
                .build(NetworkColumns.ENDPOINTS, new EndpointsKind());
    }

    @Override
    public void applyDefaults(ObjectNode endpoints) {
        for (ObjectNode subset : Nodes.objects(endpoints, "subsets")) {
            Nodes.objects(subset, "ports").stream()
                    .filter(port -> Nodes.text(port, "protocol").isEmpty())
                    .forEach(port -> port.put("protocol", "TCP"));
        }
    }

    @Override
    public boolean allowsCreateOnUpdate() {
        return true;
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        EndpointRules.endpoints(Field.root(object, errors));
    }
}
