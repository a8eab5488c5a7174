package io.gantry.admission.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.Mutation;
import io.gantry.api.JsonPatch;
import io.gantry.object.Json;
import io.gantry.object.JsonEquality;
import io.gantry.webhook.WebhookCallException;
import io.gantry.webhook.WebhookClient;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets webhooks change what is written, one after the other in the order of their configurations' names (MutatingAdmissionWebhook). */
public final class MutatingWebhooks implements AdmissionPlugin {

    private static final Logger LOG = LoggerFactory.getLogger(MutatingWebhooks.class);
    private static final String ANNOTATION = "mutation.webhook.admission.k8s.io/";

    private final WebhookConfigurations configurations;
    private final WebhookMatcher matcher;
    private final WebhookCall call;

    /** @param uids gives a new UUID at each call */
    public MutatingWebhooks(
            WebhookConfigurations configurations,
            WebhookMatching matching,
            WebhookClient client,
            Supplier<String> uids) {
        this.configurations = configurations;
        this.matcher = matching.matcher();
        this.call = new WebhookCall(client, uids);
    }

    @Override
    public boolean asksUsers() {
        return !configurations.mutating().isEmpty();
    }

    @Override
    public Mutation mutateAsToldByUsers(AdmissionRequest request) {
        List<Webhook> webhooks = configurations.mutating();
        if (webhooks.isEmpty() || ExemptKinds.contains(request)) {
            return Mutation.OWN;
        }
        Rounds rounds = new Rounds(webhooks, request);
        boolean changed = rounds.first();
        return new Mutation(changed, rounds.hasSecond() ? Optional.of(again -> rounds.second()) : Optional.empty());
    }

    /** The two times that webhooks see one request. The second time only those that asked for it and that were asked the first time. */
    private final class Rounds {
        private final List<Webhook> webhooks;
        private final AdmissionRequest request;
        private final Set<Webhook> asked = new HashSet<>();
        private final Set<Webhook> due = new HashSet<>();
        private ObjectNode last = Json.object();

        Rounds(List<Webhook> webhooks, AdmissionRequest request) {
            this.webhooks = webhooks;
            this.request = request;
        }

        boolean first() {
            boolean changed = round(0, webhooks);
            if (hasSecond()) {
                last = request.object().deepCopy();
            }
            return changed;
        }

        boolean hasSecond() {
            return !asked.isEmpty() || !due.isEmpty();
        }

        boolean second() {
            if (!JsonEquality.same(last, request.object())) {
                askedAreDue();
            }
            return !due.isEmpty() && round(1, webhooks);
        }

        private boolean round(int number, List<Webhook> all) {
            boolean changed = false;
            for (int index = 0; index < all.size(); index++) {
                Webhook webhook = all.get(index);
                if (number > 0 && !due.contains(webhook)) {
                    continue;
                }
                Optional<Invocation> invocation = matcher.match(webhook, request);
                if (invocation.isEmpty()) {
                    continue;
                }
                if (ask(invocation.get(), "round_" + number + "_index_" + index)) {
                    changed = true;
                    askedAreDue();
                }
                if (webhook.reinvoked()) {
                    asked.add(webhook);
                }
            }
            return changed;
        }

        /** Whoever saw the object before it changed wants to see it again. */
        private void askedAreDue() {
            due.addAll(asked);
            asked.clear();
        }
    }

    private boolean ask(Invocation invocation, String place) {
        Webhook webhook = invocation.webhook();
        boolean changed = false;
        try {
            ObjectNode response = call.allowed(invocation);
            Optional<JsonPatch> patch =
                    WebhookPatch.of(response, webhook.reviewVersion().orElse(""));
            changed = patch.isPresent() && WebhookPatch.apply(patch.get(), invocation);
        } catch (WebhookCallException e) {
            LOG.warn(
                    "event=webhook-failed webhook={} configuration={} ignored={} error=\"{}\"",
                    webhook.name(),
                    webhook.configuration(),
                    webhook.ignoresFailure(),
                    e.getMessage());
            if (!webhook.ignoresFailure()) {
                throw WebhookCall.failed(webhook, e);
            }
            invocation
                    .request()
                    .circumstances()
                    .annotations()
                    .accept("failed-open." + ANNOTATION + place, webhook.name());
        }
        annotate(invocation, place, changed);
        return changed;
    }

    private static void annotate(Invocation invocation, String place, boolean changed) {
        Webhook webhook = invocation.webhook();
        ObjectNode value = Json.object()
                .put("configuration", webhook.configuration())
                .put("webhook", webhook.name())
                .put("mutated", changed);
        invocation.request().circumstances().annotations().accept(ANNOTATION + place, value.toString());
    }
}
