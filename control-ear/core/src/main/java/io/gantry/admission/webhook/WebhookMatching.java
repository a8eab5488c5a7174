package io.gantry.admission.webhook;

import io.gantry.admission.expression.AdmissionInput;
import io.gantry.admission.selection.NamespaceLookup;
import io.gantry.resource.Resources;

/**
 * What deciding needs to know whether a webhook is concerned.
 *
 * @param resources all that is served
 * @param namespaces finds those of requests
 * @param input shows requests to expressions
 */
public record WebhookMatching(Resources resources, NamespaceLookup namespaces, AdmissionInput input) {

    WebhookMatcher matcher() {
        return new WebhookMatcher(resources, namespaces, input);
    }
}
