package io.gantry.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import io.gantry.status.Quoted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Filters of system calls. */
final class SeccompChecks {

    private static final String REASON = "seccompProfile";
    private static final String FIELD = "seccompProfile";
    private static final String POD_ANNOTATION = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String CONTAINER_ANNOTATION = "container.seccomp.security.alpha.kubernetes.io/";
    private static final Set<String> ALLOWED = Set.of("RuntimeDefault", "Localhost");
    private static final int HAS_FIELDS = 19;
    private static final int KNOWS_WINDOWS = 25;

    private SeccompChecks() {}

    static Optional<Violation> baseline(CheckedPod pod, PolicyVersion version) {
        return version.isAtLeast(HAS_FIELDS) ? explicit(pod) : annotated(pod);
    }

    static Optional<Violation> restricted(CheckedPod pod, PolicyVersion version) {
        if (version.isAtLeast(KNOWS_WINDOWS) && pod.isOfWindows()) {
            return Optional.empty();
        }
        return explicit(pod).or(() -> implicit(pod));
    }

    private static Optional<Violation> annotated(CheckedPod pod) {
        Map<String, String> annotations = pod.annotations();
        Set<String> forbidden = new TreeSet<>();
        Stream.concat(
                        Stream.of(POD_ANNOTATION),
                        pod.containers(container -> true).stream().map(CONTAINER_ANNOTATION::concat))
                .filter(key -> annotations.containsKey(key) && !isAllowed(annotations.get(key)))
                .forEach(key -> forbidden.add(key + "=" + Quoted.of(annotations.get(key))));
        return forbidden.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        REASON,
                        "forbidden " + CheckedPod.plural("annotation", forbidden) + " "
                                + String.join(", ", forbidden)));
    }

    private static boolean isAllowed(String annotation) {
        return annotation.equals("runtime/default")
                || annotation.equals("docker/default")
                || annotation.startsWith("localhost/");
    }

    private static Optional<Violation> explicit(CheckedPod pod) {
        Set<String> types = new TreeSet<>();
        Predicate<JsonNode> isBad = context -> {
            boolean bad = Nodes.has(context, FIELD) && !ALLOWED.contains(type(context));
            if (bad) {
                types.add(type(context));
            }
            return bad;
        };
        boolean podIsBad = isBad.test(pod.securityContext());
        return CheckedPod.setters(podIsBad, pod.containersWith(isBad))
                .map(setters -> new Violation(
                        REASON,
                        setters + " must not set securityContext.seccompProfile.type to " + CheckedPod.quoted(types)));
    }

    private static Optional<Violation> implicit(CheckedPod pod) {
        if (Nodes.has(pod.securityContext(), FIELD)) {
            return Optional.empty();
        }
        List<String> containers = pod.containersWith(context -> !Nodes.has(context, FIELD));
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                REASON,
                                "pod or " + CheckedPod.named("container", containers)
                                        + " must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\""));
    }

    private static String type(JsonNode context) {
        return Nodes.text(context.path(FIELD), "type");
    }
}
