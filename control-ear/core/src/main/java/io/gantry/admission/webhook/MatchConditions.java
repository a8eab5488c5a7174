package io.gantry.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.status.StatusException;

/**
 * Whether the expressions of a webhook ({@code matchConditions}, CEL) let it be asked. Validation refuses configurations with expressions
 * as long as nothing evaluates them.
 */
@FunctionalInterface
public interface MatchConditions {

    /** Evaluates none, and therefore refuses requests that any would concern. */
    MatchConditions NOT_EVALUATED = (webhook, conditions, request) -> {
        throw StatusException.forbidden(
                request.resource(),
                request.name(),
                "the matchConditions of webhook \"" + webhook + "\" cannot be evaluated by this server");
    };

    /**
     * Whether all conditions hold. Refuses the request with Forbidden when they cannot be evaluated and the webhook may not be passed over.
     *
     * @param webhook its name
     * @param conditions at least one
     */
    boolean hold(String webhook, JsonNode conditions, AdmissionRequest request);
}
