package io.gantry.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.Admission;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import java.util.Optional;

/** Describes writes to admission. */
record AdmittedWrites(Admission admission) {

    /** Answers whether the object was changed as users said. */
    boolean mutateNew(ResourceDefinition definition, String namespace, ObjectNode object, WriteContext context) {
        return admission.mutate(created(definition, namespace, object, context));
    }

    void validateNew(ResourceDefinition definition, String namespace, ObjectNode object, WriteContext context) {
        admission.validate(created(definition, namespace, object, context));
    }

    /** Answers whether the object was changed as users said. */
    boolean mutateUpdate(
            ResourceDefinition definition, Surface surface, ObjectNode wanted, ObjectNode old, WriteContext context) {
        return admission.mutate(updated(definition, surface, wanted, old, context));
    }

    void validateUpdate(
            ResourceDefinition definition, Surface surface, ObjectNode wanted, ObjectNode old, WriteContext context) {
        admission.validate(updated(definition, surface, wanted, old, context));
    }

    void validateDelete(ResourceDefinition definition, ObjectKey key, ObjectNode object, WriteContext context) {
        admission.validate(new AdmissionRequest(
                Operation.DELETE,
                definition,
                "",
                key.namespace(),
                key.name(),
                object,
                Optional.of(object),
                context.user(),
                context.circumstances()));
    }

    void validateBody(
            ResourceDefinition definition, ObjectKey key, String subresource, ObjectNode body, WriteContext context) {
        admission.validate(new AdmissionRequest(
                Operation.CREATE,
                definition,
                subresource,
                key.namespace(),
                key.name(),
                body,
                Optional.empty(),
                context.user(),
                context.circumstances()));
    }

    private static AdmissionRequest created(
            ResourceDefinition definition, String namespace, ObjectNode object, WriteContext context) {
        String name = object.path("metadata").path("name").asText("");
        return new AdmissionRequest(
                Operation.CREATE,
                definition,
                "",
                namespace,
                name,
                object,
                Optional.empty(),
                context.user(),
                context.circumstances());
    }

    private static AdmissionRequest updated(
            ResourceDefinition definition, Surface surface, ObjectNode wanted, ObjectNode old, WriteContext context) {
        return new AdmissionRequest(
                Operation.UPDATE,
                definition,
                surface.subresource(),
                old.path("metadata").path("namespace").asText(""),
                old.path("metadata").path("name").asText(""),
                wanted,
                Optional.of(old),
                context.user(),
                context.circumstances());
    }
}
