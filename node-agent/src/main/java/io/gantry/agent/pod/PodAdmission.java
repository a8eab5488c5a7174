package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.NodeState;
import io.gantry.agent.object.Pod;
import java.util.Optional;

/** Refuses pods that ask for what this node cannot do, before anything of them is started. */
final class PodAdmission {

    private PodAdmission() {}

    /** @param state of the node */
    static Optional<Verdict> rejection(Pod pod, NodeContext node, NodeState state) {
        if (state.goingDown()) {
            return Optional.of(Verdict.rejected("NodeShutdown", "Pod was rejected as the node is shutting down."));
        }
        Optional<String> sysctl = Sysctls.forbidden(pod);
        if (sysctl.isPresent()) {
            return Optional.of(Verdict.rejected("SysctlForbidden", sysctl.get()));
        }
        String os = pod.spec().path("os").path("name").asText("linux");
        if (!os.equals("linux")) {
            return Optional.of(
                    Verdict.rejected("PodOSNotSupported", "Failed to admit pod as the OS field doesn't match node OS"));
        }
        // the engine always adds the groups that the image gives to a user
        if (pod.securityContext().path("supplementalGroupsPolicy").asText().equals("Strict")) {
            return Optional.of(Verdict.rejected(
                    "SupplementalGroupsPolicyNotSupported",
                    "SupplementalGroupsPolicy=Strict is not supported in this node"));
        }
        if (!node.appArmor() && namesAppArmorProfile(pod)) {
            return Optional.of(
                    Verdict.rejected("AppArmor", "Cannot enforce AppArmor: AppArmor is not enabled on the host"));
        }
        return unsupported(pod).or(() -> PressureAdmission.rejection(pod, state.pressures()));
    }

    private static Optional<Verdict> unsupported(Pod pod) {
        if (!pod.spec().path("hostUsers").asBoolean(true)) {
            return Optional.of(Verdict.rejected(
                    "UserNamespacesNotSupported",
                    "can't set `spec.hostUsers: false`, runtime does not support user namespaces"));
        }
        for (Container container : pod.allContainers()) {
            for (JsonNode rule : container.json().path("restartPolicyRules")) {
                if (rule.path("action").asText().equals("RestartAllContainers")) {
                    return Optional.of(Verdict.rejected(
                            "RestartAllContainersNotSupported",
                            "the action RestartAllContainers of container " + container.name()
                                    + " is not supported by this node"));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean namesAppArmorProfile(Pod pod) {
        return isLocal(pod.securityContext())
                || pod.allContainers().stream().anyMatch(container -> isLocal(container.securityContext()));
    }

    private static boolean isLocal(JsonNode securityContext) {
        return securityContext.path("appArmorProfile").path("type").asText().equals("Localhost");
    }
}
