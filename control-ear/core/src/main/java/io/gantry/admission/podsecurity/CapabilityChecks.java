package io.gantry.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Capabilities of containers. */
final class CapabilityChecks {

    private static final Set<String> DEFAULT = Set.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");

    private static final int KNOWS_WINDOWS = 25;

    private CapabilityChecks() {}

    static Optional<Violation> baseline(CheckedPod pod, PolicyVersion version) {
        return added(pod, DEFAULT::contains).map(detail -> new Violation("non-default capabilities", detail));
    }

    static Optional<Violation> restricted(CheckedPod pod, PolicyVersion version) {
        if (version.isAtLeast(KNOWS_WINDOWS) && pod.isOfWindows()) {
            return Optional.empty();
        }
        List<String> keeping =
                pod.containersWith(context -> !listed(context, "drop").contains("ALL"));
        List<String> details = new ArrayList<>();
        if (!keeping.isEmpty()) {
            details.add(
                    CheckedPod.named("container", keeping) + " must set securityContext.capabilities.drop=[\"ALL\"]");
        }
        added(pod, "NET_BIND_SERVICE"::equals).ifPresent(details::add);
        return details.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("unrestricted capabilities", String.join("; ", details)));
    }

    private static Optional<String> added(CheckedPod pod, Predicate<String> allowed) {
        Set<String> forbidden = new TreeSet<>();
        List<String> containers = pod.containersWith(context -> {
            List<String> bad =
                    listed(context, "add").stream().filter(allowed.negate()).toList();
            forbidden.addAll(bad);
            return !bad.isEmpty();
        });
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(CheckedPod.named("container", containers) + " must not include "
                        + CheckedPod.quoted(forbidden) + " in securityContext.capabilities.add");
    }

    private static List<String> listed(JsonNode context, String list) {
        return Nodes.texts(context.path("capabilities"), list);
    }
}
