package io.gantry.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.admission.RequestRule;
import io.gantry.admission.selection.RequestSelectors;
import io.gantry.cel.AdmissionTypes;
import io.gantry.cel.MatchConditions;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.webhook.WebhookEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A webhook of a configuration (admissionregistration.k8s.io MutatingWebhook, ValidatingWebhook).
 *
 * @param id unique among all webhooks of its kind, the same as long as its configuration lists it in the same place
 * @param configuration name of the configuration
 * @param name for example {@code policy.example.com}
 * @param endpoint where it listens
 * @param rules which requests it is for
 * @param equivalent whether requests through other versions of the same resource count
 * @param selectors labels of objects and namespaces it is for
 * @param matchConditions expressions that must hold
 * @param ignoresFailure whether a request goes on when the webhook cannot be asked
 * @param allowsDryRun whether it has no side effects in a dry run
 * @param reinvoked whether it wants to see what others made of the object
 * @param timeout for its answer
 * @param reviewVersion the version of AdmissionReview that it reads, empty when it reads none that is known
 */
record Webhook(
        String id,
        String configuration,
        String name,
        WebhookEndpoint endpoint,
        List<RequestRule> rules,
        boolean equivalent,
        RequestSelectors selectors,
        MatchConditions matchConditions,
        boolean ignoresFailure,
        boolean allowsDryRun,
        boolean reinvoked,
        Duration timeout,
        Optional<String> reviewVersion) {

    private static final List<String> REVIEW_VERSIONS = List.of("v1", "v1beta1");
    private static final int DEFAULT_TIMEOUT = 10;

    /** The webhooks of a configuration, in its order. */
    static List<Webhook> of(ApiObject configuration) {
        List<Webhook> webhooks = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (JsonNode hook : Nodes.objects(configuration.json(), "webhooks")) {
            int count = seen.merge(Nodes.text(hook, "name"), 1, Integer::sum);
            webhooks.add(of(configuration.name(), hook, count - 1));
        }
        return List.copyOf(webhooks);
    }

    private static Webhook of(String configuration, JsonNode hook, int index) {
        String name = Nodes.text(hook, "name");
        String effects = Nodes.text(hook, "sideEffects");
        return new Webhook(
                configuration + "/" + name + "/" + index,
                configuration,
                name,
                WebhookEndpoint.of(hook.path("clientConfig")),
                Nodes.objects(hook, "rules").stream().map(RequestRule::of).toList(),
                !Nodes.text(hook, "matchPolicy").equals("Exact"),
                RequestSelectors.of(hook),
                MatchConditions.of(hook.path("matchConditions"), AdmissionTypes.MATCH_CONDITIONS),
                Nodes.text(hook, "failurePolicy").equals("Ignore"),
                effects.equals("None") || effects.equals("NoneOnDryRun"),
                Nodes.text(hook, "reinvocationPolicy").equals("IfNeeded"),
                Duration.ofSeconds(hook.path("timeoutSeconds").asInt(DEFAULT_TIMEOUT)),
                Nodes.texts(hook, "admissionReviewVersions").stream()
                        .filter(REVIEW_VERSIONS::contains)
                        .findFirst());
    }
}
