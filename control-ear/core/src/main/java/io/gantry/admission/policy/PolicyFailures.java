package io.gantry.admission.policy;

import io.gantry.admission.AdmissionRequest;
import io.gantry.object.Json;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.List;

/** What went wrong with mutating policies during one request. Those that must not be passed by refuse it, all in one answer. */
final class PolicyFailures {

    private record Failure(String reason, String message) {}

    private final AdmissionRequest request;
    private final List<Failure> failures = new ArrayList<>();

    PolicyFailures(AdmissionRequest request) {
        this.request = request;
    }

    /** It could not be told whether the policy means the request. */
    void unusablePolicy(MutatingPolicy policy, String why) {
        add(policy, "Forbidden", "policy \"" + policy.name() + "\" denied request: failed to configure policy: " + why);
    }

    /** It could not be told whether a binding means the request, or with what parameters. */
    void unusableBinding(MutatingPolicy policy, String binding, String why) {
        add(policy, "Forbidden", who(policy, binding) + "failed to configure binding: " + why);
    }

    /** An expression had no result, or one that the object cannot take. */
    void failed(MutatingPolicy policy, String binding, String why) {
        add(policy, "Invalid", who(policy, binding) + why);
    }

    private static String who(MutatingPolicy policy, String binding) {
        return "policy '" + policy.name() + "' with binding '" + binding + "' denied request: ";
    }

    private void add(MutatingPolicy policy, String reason, String message) {
        if (policy.failsClosed()) {
            failures.add(new Failure(reason, message));
        }
    }

    /** Throws when there is a failure that counts; the first one gives the answer its message. */
    void refuse() {
        if (failures.isEmpty()) {
            return;
        }
        Failure first = failures.getFirst();
        StatusException refusal =
                StatusException.about(403, first.reason(), first.message(), request.resource(), request.refusedName());
        for (Failure failure : failures) {
            refusal = refusal.withCause(Json.object().put("message", failure.message()));
        }
        throw refusal;
    }
}
