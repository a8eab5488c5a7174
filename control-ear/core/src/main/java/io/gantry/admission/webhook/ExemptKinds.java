package io.gantry.admission.webhook;

import io.gantry.admission.AdmissionRequest;
import java.util.Set;

/** What webhooks are never asked about, so that a broken one can be taken away. */
final class ExemptKinds {

    private static final Set<String> KINDS = Set.of(
            "ValidatingWebhookConfiguration",
            "MutatingWebhookConfiguration",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding",
            "MutatingAdmissionPolicy",
            "MutatingAdmissionPolicyBinding");

    private ExemptKinds() {}

    static boolean contains(AdmissionRequest request) {
        return request.definition().group().equals(WebhookConfigurations.GROUP)
                && KINDS.contains(request.definition().kind());
    }
}
