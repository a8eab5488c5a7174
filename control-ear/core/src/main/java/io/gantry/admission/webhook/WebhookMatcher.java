package io.gantry.admission.webhook;

import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.expression.AdmissionInput;
import io.gantry.admission.selection.NamespaceLookup;
import io.gantry.cel.MatchConditions;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.status.StatusException;
import java.util.Optional;

/** Finds out whether a webhook must be asked. */
final class WebhookMatcher {

    private final Resources resources;
    private final NamespaceLookup namespaces;
    private final AdmissionInput input;

    WebhookMatcher(Resources resources, NamespaceLookup namespaces, AdmissionInput input) {
        this.resources = resources;
        this.namespaces = namespaces;
        this.input = input;
    }

    Optional<Invocation> match(Webhook webhook, AdmissionRequest request) {
        Optional<Invocation> invocation = definition(webhook, request).map(as -> new Invocation(webhook, request, as));
        boolean asked = invocation.isPresent()
                && webhook.selectors().match(request, namespaces)
                && matchesConditions(webhook, request, invocation.get().as());
        return asked ? invocation : Optional.empty();
    }

    private Optional<ResourceDefinition> definition(Webhook webhook, AdmissionRequest request) {
        ResourceDefinition own = request.definition();
        if (webhook.rules().stream().anyMatch(rule -> rule.matches(request, own))) {
            return Optional.of(own);
        }
        if (!webhook.equivalent()) {
            return Optional.empty();
        }
        // earlier rules first
        return webhook.rules().stream()
                .flatMap(rule -> resources.all().stream()
                        .filter(other -> other.storage().equals(own.storage()) && rule.matches(request, other)))
                .findFirst();
    }

    private boolean matchesConditions(Webhook webhook, AdmissionRequest request, ResourceDefinition as) {
        if (webhook.matchConditions().isEmpty()) {
            return true;
        }
        return switch (webhook.matchConditions().evaluate(input.of(request, as))) {
            case MatchConditions.Outcome.Matched matched -> true;
            case MatchConditions.Outcome.NotMatched other -> false;
            case MatchConditions.Outcome.Failed failed -> {
                if (!webhook.ignoresFailure()) {
                    throw StatusException.forbidden(request.resource(), request.name(), failed.message());
                }
                yield false;
            }
        };
    }
}
