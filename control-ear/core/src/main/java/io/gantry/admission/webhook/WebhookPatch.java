package io.gantry.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.admission.ShownObjects;
import io.gantry.api.JsonPatch;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import io.gantry.webhook.WebhookCallException;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/** What a mutating webhook wants changed. */
final class WebhookPatch {

    private WebhookPatch() {}

    /** The patch of a response, empty when it has none or one that does nothing. */
    static Optional<JsonPatch> of(ObjectNode response, String reviewVersion) throws WebhookCallException {
        String patch = Nodes.text(response, "patch");
        if (reviewVersion.equals("v1")) {
            checkType(patch, response);
        }
        if (patch.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonPatch read =
                    JsonPatch.parse(Json.MAPPER.readTree(Base64.getDecoder().decode(patch)));
            return read.isEmpty() ? Optional.empty() : Optional.of(read);
        } catch (StatusException e) {
            throw undecodable(cause(e), e);
        } catch (IOException | IllegalArgumentException e) {
            throw undecodable(e.getMessage(), e);
        }
    }

    /** What is wrong with a patch: a refusal's own message says little of it. */
    private static String cause(StatusException refusal) {
        return refusal.status().at("/details/causes/0/message").asText(refusal.getMessage());
    }

    private static WebhookCallException undecodable(String why, Exception cause) {
        return new WebhookCallException("received undecodable patch in webhook response: " + why, cause);
    }

    private static void checkType(String patch, ObjectNode response) throws WebhookCallException {
        boolean typed = Nodes.has(response, "patchType");
        String type = Nodes.text(response, "patchType");
        if (!patch.isEmpty() && !typed) {
            throw AdmissionReview.invalid("webhook returned response.patch but not response.patchType");
        }
        if (patch.isEmpty() && typed) {
            throw AdmissionReview.invalid("webhook returned response.patchType but not response.patch");
        }
        if (typed && type.isEmpty()) {
            throw AdmissionReview.invalid("webhook returned invalid response.patchType of \"\"");
        }
        if (typed && !type.equals("JSONPatch")) {
            throw new WebhookCallException("unsupported patch type " + Quoted.of(type));
        }
    }

    static void checkAbsent(ObjectNode response, String reviewVersion) throws WebhookCallException {
        if (!reviewVersion.equals("v1")) {
            return;
        }
        if (!Nodes.text(response, "patch").isEmpty()) {
            throw AdmissionReview.invalid("validating webhook may not return response.patch");
        }
        if (Nodes.has(response, "patchType")) {
            throw AdmissionReview.invalid("validating webhook may not return response.patchType");
        }
    }

    /**
     * Changes the request's object: what the webhook was shown is patched.
     *
     * @return whether it means anything else than before
     */
    static boolean apply(JsonPatch patch, Invocation invocation) {
        AdmissionRequest request = invocation.request();
        if (request.operation() == Operation.DELETE) {
            throw StatusException.internalError(
                    "admission webhook " + Quoted.of(invocation.webhook().name())
                            + " attempted to modify the object, which is not supported for this operation");
        }
        try {
            ObjectNode patched =
                    patched(patch, invocation.shown(request.object()).deepCopy());
            return ShownObjects.take(request, invocation.as(), patched);
        } catch (StatusException e) {
            throw StatusException.internalError(cause(e));
        }
    }

    private static ObjectNode patched(JsonPatch patch, ObjectNode shown) {
        String kind = Nodes.text(shown, "kind");
        String apiVersion = Nodes.text(shown, "apiVersion");
        JsonNode patched = patch.apply(shown);
        boolean sameKind = Nodes.text(patched, "kind").equals(kind)
                && Nodes.text(patched, "apiVersion").equals(apiVersion);
        if (patched instanceof ObjectNode object && sameKind) {
            return object;
        }
        throw StatusException.badRequest("the patched object is no longer a " + kind + " in version " + apiVersion);
    }
}
