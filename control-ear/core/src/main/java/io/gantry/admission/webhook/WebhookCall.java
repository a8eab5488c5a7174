package io.gantry.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.Circumstances;
import io.gantry.object.Nodes;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import io.gantry.webhook.WebhookCallException;
import io.gantry.webhook.WebhookClient;
import java.util.function.Supplier;

/** Asks one webhook, and refuses the request when it does. */
final class WebhookCall {

    private static final int BAD_REQUEST = 400;

    private final WebhookClient client;
    private final Supplier<String> uids;

    WebhookCall(WebhookClient client, Supplier<String> uids) {
        this.client = client;
        this.uids = uids;
    }

    /** The response of a webhook that allows the request. Throws {@link StatusException} when it does not, or cannot be asked in a dry run. */
    ObjectNode allowed(Invocation invocation) throws WebhookCallException {
        Webhook webhook = invocation.webhook();
        Circumstances circumstances = invocation.request().circumstances();
        if (circumstances.dryRun() && !webhook.allowsDryRun()) {
            throw StatusException.badRequest(
                    "admission webhook " + Quoted.of(webhook.name()) + " does not support dry run");
        }
        ObjectNode response = response(invocation);
        response.path("auditAnnotations")
                .properties()
                .forEach(annotation -> circumstances
                        .annotations()
                        .accept(
                                webhook.name() + "/" + annotation.getKey(),
                                annotation.getValue().asText()));
        Nodes.texts(response, "warnings").forEach(warning -> {
            synchronized (circumstances.warnings()) {
                circumstances.warnings().accept(warning);
            }
        });
        if (!response.path("allowed").asBoolean()) {
            throw denied(webhook, response.path("status"));
        }
        return response;
    }

    private ObjectNode response(Invocation invocation) throws WebhookCallException {
        Webhook webhook = invocation.webhook();
        String version = webhook.reviewVersion()
                .orElseThrow(
                        () -> new WebhookCallException("could not create admission objects: webhook does not accept"
                                + " known AdmissionReview versions (v1, v1beta1)"));
        String uid = uids.get();
        ObjectNode review = AdmissionReview.request(invocation, version, uid);
        return AdmissionReview.response(answer(webhook, review), version, uid);
    }

    private ObjectNode answer(Webhook webhook, ObjectNode review) throws WebhookCallException {
        try {
            return client.post(webhook.endpoint(), webhook.timeout(), review);
        } catch (WebhookCallException e) {
            throw new WebhookCallException("failed to call webhook: " + e.getMessage(), e);
        }
    }

    /** The webhook's own Status, with its message behind what denied the request. */
    private static StatusException denied(Webhook webhook, JsonNode status) {
        String deniedBy = "admission webhook " + Quoted.of(webhook.name()) + " denied the request";
        String message = Nodes.text(status, "message");
        String reason = Nodes.text(status, "reason");
        String why = message.isEmpty() ? reason : message;
        int code = Math.max(status.path("code").asInt(), BAD_REQUEST);
        return StatusException.of(
                        code, reason, why.isEmpty() ? deniedBy + " without explanation" : deniedBy + ": " + why)
                .withDetails(Nodes.copy(status.path("details")));
    }

    /** The refusal of a request since a webhook that may not be passed over could not be asked. */
    static StatusException failed(Webhook webhook, WebhookCallException failure) {
        return StatusException.internalError(
                "failed calling webhook " + Quoted.of(webhook.name()) + ": " + failure.getMessage());
    }
}
