package io.gantry.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What lets containers out of their bounds. */
final class PrivilegeChecks {

    private static final int KNOWS_WINDOWS = 25;
    private static final int KNOWS_USER_NAMESPACES = 35;

    private PrivilegeChecks() {}

    static Optional<Violation> privileged(CheckedPod pod, PolicyVersion version) {
        List<String> containers =
                pod.containersWith(context -> context.path("privileged").asBoolean());
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "privileged",
                        CheckedPod.named("container", containers) + " must not set securityContext.privileged=true"));
    }

    static Optional<Violation> escalation(CheckedPod pod, PolicyVersion version) {
        if (version.isAtLeast(KNOWS_WINDOWS) && pod.isOfWindows()) {
            return Optional.empty();
        }
        List<String> containers = pod.containersWith(
                context -> context.path("allowPrivilegeEscalation").asBoolean(true));
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "allowPrivilegeEscalation != false",
                        CheckedPod.named("container", containers)
                                + " must set securityContext.allowPrivilegeEscalation=false"));
    }

    static Optional<Violation> procMount(CheckedPod pod, PolicyVersion version) {
        return version.isAtLeast(KNOWS_USER_NAMESPACES) && pod.hasOwnUsers()
                ? Optional.empty()
                : anyProcMount(pod, version);
    }

    static Optional<Violation> anyProcMount(CheckedPod pod, PolicyVersion version) {
        Set<String> types = new TreeSet<>();
        List<String> containers = pod.containersWith(context -> {
            boolean other = Nodes.has(context, "procMount")
                    && !Nodes.text(context, "procMount").equals("Default");
            if (other) {
                types.add(Nodes.text(context, "procMount"));
            }
            return other;
        });
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "procMount",
                        CheckedPod.named("container", containers) + " must not set securityContext.procMount to "
                                + CheckedPod.quoted(types)));
    }

    static Optional<Violation> windowsHostProcess(CheckedPod pod, PolicyVersion version) {
        return CheckedPod.setters(
                        isHostProcess(pod.securityContext()), pod.containersWith(PrivilegeChecks::isHostProcess))
                .map(setters -> new Violation(
                        "hostProcess", setters + " must not set securityContext.windowsOptions.hostProcess=true"));
    }

    private static boolean isHostProcess(JsonNode context) {
        return context.path("windowsOptions").path("hostProcess").asBoolean();
    }
}
