package io.gantry.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.admission.expression.AdmissionInput;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.status.Quoted;
import io.gantry.webhook.WebhookCallException;

/** What a webhook is asked and what its answer must look like (admission.k8s.io AdmissionReview). */
final class AdmissionReview {

    private static final String GROUP = "admission.k8s.io";

    private AdmissionReview() {}

    /** @param version of the review: v1 or v1beta1 */
    static ObjectNode request(Invocation invocation, String version, String uid) {
        AdmissionRequest attributes = invocation.request();
        boolean connects = attributes.operation() == Operation.CONNECT;
        boolean deletes = attributes.operation() == Operation.DELETE;
        ObjectNode review = Json.object().put("kind", "AdmissionReview").put("apiVersion", GROUP + "/" + version);
        ObjectNode request = review.putObject("request").put("uid", uid);
        request.setAll(AdmissionInput.describe(attributes, invocation.as()));
        request.set("object", deletes ? NullNode.instance : invocation.shown(attributes.object()));
        request.set(
                "oldObject", attributes.old().<JsonNode>map(invocation::shown).orElse(NullNode.instance));
        request.set(
                "options",
                connects
                        ? NullNode.instance
                        : attributes.circumstances().options().get());
        return review;
    }

    /**
     * The response in an answer.
     *
     * @param version of the review that was sent; answers to the old one were never checked
     */
    static ObjectNode response(ObjectNode review, String version, String uid) throws WebhookCallException {
        if (!(review.get("response") instanceof ObjectNode response)) {
            throw invalid("webhook response was absent");
        }
        if (version.equals("v1")) {
            checkIdentity(review, response, uid);
        }
        return response;
    }

    private static void checkIdentity(ObjectNode review, ObjectNode response, String uid) throws WebhookCallException {
        String answered = Nodes.text(response, "uid");
        if (!answered.equals(uid)) {
            throw invalid("expected response.uid=" + Quoted.of(uid) + ", got " + Quoted.of(answered));
        }
        String apiVersion = Nodes.text(review, "apiVersion");
        String kind = Nodes.text(review, "kind");
        if (!apiVersion.equals(GROUP + "/v1") || !kind.equals("AdmissionReview")) {
            throw invalid("expected webhook response of " + GROUP + "/v1, Kind=AdmissionReview, got "
                    + (apiVersion.isEmpty() ? "/" : apiVersion) + ", Kind=" + kind);
        }
    }

    static WebhookCallException invalid(String why) {
        return new WebhookCallException("received invalid webhook response: " + why);
    }
}
