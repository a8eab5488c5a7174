package io.gantry.admission.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.ShownObjects;
import io.gantry.resource.ResourceDefinition;

/**
 * A webhook that must be asked about a request.
 *
 * @param as the definition whose version the webhook wants to see: the request's own, or another of the same resource
 */
record Invocation(Webhook webhook, AdmissionRequest request, ResourceDefinition as) {

    /** The object in the version that the webhook wants. */
    ObjectNode shown(ObjectNode object) {
        return ShownObjects.shown(object, request.definition(), as);
    }
}
