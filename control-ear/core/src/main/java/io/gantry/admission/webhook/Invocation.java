package io.gantry.admission.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;

/**
 * A webhook that must be asked about a request.
 *
 * @param as the definition whose version the webhook wants to see: the request's own, or another of the same resource
 */
record Invocation(Webhook webhook, AdmissionRequest request, ResourceDefinition as) {

    /** The object in the version that the webhook wants. */
    ObjectNode shown(ObjectNode object) {
        return isShownAsItIs(object)
                ? object
                : as.strategy().fromStored(request.definition().strategy().toStored(object.deepCopy()));
    }

    /** What the request's object becomes when the webhook made this of what it was shown. */
    ObjectNode taken(ObjectNode shown) {
        return isShownAsItIs(request.object())
                ? shown
                : request.definition().strategy().fromStored(as.strategy().toStored(shown));
    }

    /** Bodies of subresources are of no version of the resource. */
    private boolean isShownAsItIs(ObjectNode object) {
        return as.equals(request.definition())
                || !Nodes.text(object, "apiVersion").equals(request.definition().apiVersion());
    }
}
