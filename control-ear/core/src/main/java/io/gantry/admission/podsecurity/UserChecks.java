package io.gantry.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.Optional;

/** As whom containers run. */
final class UserChecks {

    private static final String NON_ROOT = "runAsNonRoot";
    private static final int KNOWS_USER_NAMESPACES = 35;

    private UserChecks() {}

    static Optional<Violation> nonRoot(CheckedPod pod, PolicyVersion version) {
        if (version.isAtLeast(KNOWS_USER_NAMESPACES) && pod.hasOwnUsers()) {
            return Optional.empty();
        }
        String reason = "runAsNonRoot != true";
        Optional<Violation> explicit = CheckedPod.setters(
                        mayBeRoot(pod.securityContext()), pod.containersWith(UserChecks::mayBeRoot))
                .map(setters -> new Violation(reason, setters + " must not set securityContext.runAsNonRoot=false"));
        if (explicit.isPresent() || Nodes.has(pod.securityContext(), NON_ROOT)) {
            return explicit;
        }
        List<String> silent = pod.containersWith(context -> !Nodes.has(context, NON_ROOT));
        return silent.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        reason,
                        "pod or " + CheckedPod.named("container", silent)
                                + " must set securityContext.runAsNonRoot=true"));
    }

    private static boolean mayBeRoot(JsonNode context) {
        return Nodes.has(context, NON_ROOT) && !context.path(NON_ROOT).asBoolean();
    }

    static Optional<Violation> user(CheckedPod pod, PolicyVersion version) {
        if (version.isAtLeast(KNOWS_USER_NAMESPACES) && pod.hasOwnUsers()) {
            return Optional.empty();
        }
        return CheckedPod.setters(isRoot(pod.securityContext()), pod.containersWith(UserChecks::isRoot))
                .map(setters -> new Violation("runAsUser=0", setters + " must not set runAsUser=0"));
    }

    private static boolean isRoot(JsonNode context) {
        return context.path("runAsUser").isNumber() && context.path("runAsUser").asLong() == 0;
    }
}
