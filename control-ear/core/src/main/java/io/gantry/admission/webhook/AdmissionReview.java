package io.gantry.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.admission.ShownNames;
import io.gantry.identity.UserInfoJson;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.status.Quoted;
import io.gantry.webhook.WebhookCallException;

/** What a webhook is asked and what its answer must look like (admission.k8s.io AdmissionReview). */
final class AdmissionReview {

    private static final String GROUP = "admission.k8s.io";

    private AdmissionReview() {}

    /** @param version of the review: v1 or v1beta1 */
    static ObjectNode request(Invocation invocation, String version, String uid) {
        AdmissionRequest attributes = invocation.request();
        ResourceDefinition own = attributes.definition();
        ResourceDefinition as = invocation.as();
        String subresource = attributes.subresource();
        boolean connects = attributes.operation() == Operation.CONNECT;
        boolean deletes = attributes.operation() == Operation.DELETE;
        ObjectNode review = Json.object().put("kind", "AdmissionReview").put("apiVersion", GROUP + "/" + version);
        ObjectNode request = review.putObject("request").put("uid", uid);
        request.set("kind", ShownNames.kind(as, subresource));
        request.set("resource", ShownNames.resource(as));
        put(request, "subResource", subresource);
        request.set("requestKind", ShownNames.kind(own, subresource));
        request.set("requestResource", ShownNames.resource(own));
        put(request, "requestSubResource", subresource);
        put(request, "name", attributes.name());
        put(request, "namespace", attributes.namespace());
        request.put("operation", attributes.operation().name());
        request.set("userInfo", UserInfoJson.show(attributes.user()));
        request.set("object", deletes ? NullNode.instance : invocation.shown(attributes.object()));
        request.set(
                "oldObject", attributes.old().<JsonNode>map(invocation::shown).orElse(NullNode.instance));
        request.put("dryRun", attributes.circumstances().dryRun());
        request.set(
                "options",
                connects
                        ? NullNode.instance
                        : attributes.circumstances().options().get());
        return review;
    }

    private static void put(ObjectNode request, String field, String text) {
        if (!text.isEmpty()) {
            request.put(field, text);
        }
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
