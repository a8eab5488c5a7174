package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.NetworkColumns;
import io.gantry.resource.validation.EndpointRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import java.util.List;

/** EndpointSlice (discovery.k8s.io). */
final class EndpointSliceKind implements Strategy {

    private EndpointSliceKind() {}

    static ResourceDefinition definition() {
        return Definition.of("discovery.k8s.io", "EndpointSlice", "endpointslices")
                .build(NetworkColumns.ENDPOINT_SLICE, new EndpointSliceKind());
    }

    @Override
    public void applyDefaults(ObjectNode slice) {
        Nodes.objects(slice, "endpoints").forEach(endpoint -> Nodes.child(endpoint, "conditions"));
        for (ObjectNode port : Nodes.objects(slice, "ports")) {
            if (!Nodes.has(port, "name")) {
                port.put("name", "");
            }
            if (!Nodes.has(port, "protocol")) {
                port.put("protocol", "TCP");
            }
        }
    }

    @Override
    public void prepareForCreate(ObjectNode slice, Context context) {
        dropTopology(slice);
    }

    @Override
    public void prepareForUpdate(ObjectNode slice, ObjectNode old, Context context) {
        if (!Nodes.objects(slice, "endpoints").equals(Nodes.objects(old, "endpoints"))) {
            dropTopology(slice);
        }
    }

    /** The field is readable for old objects and not writable. */
    private static void dropTopology(ObjectNode slice) {
        Nodes.objects(slice, "endpoints").forEach(endpoint -> endpoint.remove("deprecatedTopology"));
    }

    @Override
    public List<String> warnings(ObjectNode slice) {
        return Nodes.text(slice, "addressType").equals("FQDN")
                ? List.of("spec.addressType: FQDN endpoints are deprecated")
                : List.of();
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        EndpointRules.slice(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        EndpointRules.sliceUpdate(Field.root(object, errors), old);
    }
}
