package io.gantry.admission.webhook;

import io.gantry.admission.expression.AdmissionInput;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.resource.Resources;
import java.util.Optional;
import java.util.function.Function;

/**
 * What deciding needs to know whether a webhook is concerned.
 *
 * @param resources all that is served
 * @param namespaces finds a namespace, even one that was just made
 * @param input shows requests to expressions
 */
public record WebhookMatching(
        Resources resources, Function<ObjectKey, Optional<ApiObject>> namespaces, AdmissionInput input) {

    WebhookMatcher matcher() {
        return new WebhookMatcher(resources, namespaces, input);
    }
}
