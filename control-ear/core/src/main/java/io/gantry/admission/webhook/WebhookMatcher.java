package io.gantry.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.admission.expression.AdmissionInput;
import io.gantry.cel.MatchConditions;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.selector.LabelSelector;
import io.gantry.status.StatusException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds out whether a webhook must be asked. */
final class WebhookMatcher {

    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

    private final Resources resources;
    private final Function<ObjectKey, Optional<ApiObject>> namespaces;
    private final AdmissionInput input;

    /** @param namespaces finds a namespace, even one that was just made */
    WebhookMatcher(Resources resources, Function<ObjectKey, Optional<ApiObject>> namespaces, AdmissionInput input) {
        this.resources = resources;
        this.namespaces = namespaces;
        this.input = input;
    }

    Optional<Invocation> match(Webhook webhook, AdmissionRequest request) {
        Optional<Invocation> invocation = definition(webhook, request).map(as -> new Invocation(webhook, request, as));
        boolean asked = invocation.isPresent()
                && matchesObject(webhook.objectSelector(), request)
                && matchesNamespace(webhook.namespaceSelector(), request)
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

    private static boolean matchesObject(LabelSelector selector, AdmissionRequest request) {
        if (selector.requirements().isEmpty()) {
            return true;
        }
        boolean sent = request.operation() != Operation.DELETE && selects(selector, request.object());
        return sent || request.old().filter(old -> selects(selector, old)).isPresent();
    }

    private static boolean selects(LabelSelector selector, ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        return metadata.isObject() && selector.matches(ApiObject.strings(metadata.path("labels")));
    }

    private boolean matchesNamespace(LabelSelector selector, AdmissionRequest request) {
        boolean isNamespace = request.resource().equals(NAMESPACES);
        if (selector.requirements().isEmpty() || (request.namespace().isEmpty() && !isNamespace)) {
            return true;
        }
        return selector.matches(namespaceLabels(request, isNamespace));
    }

    /** Of a namespace that is written, the labels that it will have. */
    private Map<String, String> namespaceLabels(AdmissionRequest request, boolean isNamespace) {
        boolean written = isNamespace
                && request.subresource().isEmpty()
                && (request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE);
        if (written) {
            return ApiObject.strings(request.object().path("metadata").path("labels"));
        }
        return namespaces
                .apply(ObjectKey.cluster(NAMESPACES, request.namespace()))
                .orElseThrow(() -> StatusException.notFound(NAMESPACES, request.namespace()))
                .labels();
    }
}
