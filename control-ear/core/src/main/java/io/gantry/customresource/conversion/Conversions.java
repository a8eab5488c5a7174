package io.gantry.customresource.conversion;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import io.gantry.webhook.WebhookClient;
import io.gantry.webhook.WebhookEndpoint;
import java.util.function.Supplier;

/** Makes the conversion that a CustomResourceDefinition asks for. */
public final class Conversions {

    private final WebhookClient client;
    private final Supplier<String> uids;

    /** @param uids gives a new UUID at each call */
    public Conversions(WebhookClient client, Supplier<String> uids) {
        this.client = client;
        this.uids = uids;
    }

    /** @param conversion a CustomResourceConversion that was checked */
    public CustomConversion of(JsonNode conversion) {
        if (!Nodes.text(conversion, "strategy").equals("Webhook")) {
            return CustomConversion.NONE;
        }
        JsonNode webhook = conversion.path("webhook");
        return new ConversionWebhook(
                client,
                WebhookEndpoint.of(webhook.path("clientConfig")),
                Nodes.texts(webhook, "conversionReviewVersions"),
                uids);
    }
}
