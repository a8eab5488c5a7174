package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.cgroup.GroupState;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerSpec.Resources;

/**
 * Compares what running containers have with what they were promised. What they have is the engine's to say, so a resize goes on
 * where it was after a restart of the agent.
 *
 * @see <a href="https://github.com/kubernetes/enhancements/issues/1287">KEP-1287</a>
 */
final class Resizes {

    private Resizes() {}

    /** Whether the container still has other resources than those that the pod was promised. */
    static boolean due(Pod pod, Container container, ContainerRecord running, PodActual actual) {
        if (!resizable(container)
                || !processorsDiffer(pod, container, running) && !memoryDiffers(pod, container, running)) {
            return false;
        }
        // a kernel without some controller leaves what it cannot do undone: once is enough
        return !ResourceSpec.limits(pod, container)
                .equals(actual.memory().granted().get(running.id()));
    }

    /** Whether the container has to be started anew for it. */
    static boolean needsRestart(Pod pod, Container container, ContainerRecord running) {
        return processorsDiffer(pod, container, running) && restarts(container, "cpu")
                || memoryDiffers(pod, container, running) && restarts(container, "memory");
    }

    static boolean anyDue(Pod pod, PodActual actual) {
        return actual.running().stream()
                .anyMatch(record -> pod.container(record.containerName())
                        .filter(container -> due(pod, container, record, actual))
                        .isPresent());
    }

    /** Whether the pod, or a container of it, still has other resources than those that it was promised. */
    static boolean inProgress(Pod pod, PodActual actual) {
        return anyDue(pod, actual)
                || actual.group().applied().isPresent()
                        && actual.group().next(GroupState.Containers.SETTLED).isPresent();
    }

    /** An init container is over soon; an ephemeral one has no resources. */
    private static boolean resizable(Container container) {
        return container.kind() == Container.Kind.REGULAR || container.kind() == Container.Kind.SIDECAR;
    }

    private static boolean processorsDiffer(Pod pod, Container container, ContainerRecord running) {
        Resources promised = ResourceSpec.limits(pod, container);
        return promised.cpuShares() != running.resources().cpuShares()
                || promised.cpuQuota() != running.resources().cpuQuota();
    }

    private static boolean memoryDiffers(Pod pod, Container container, ContainerRecord running) {
        return ResourceSpec.limits(pod, container).memory()
                != running.resources().memory();
    }

    private static boolean restarts(Container container, String resource) {
        for (JsonNode policy : container.json().path("resizePolicy")) {
            if (policy.path("resourceName").asText().equals(resource)) {
                return policy.path("restartPolicy").asText().equals("RestartContainer");
            }
        }
        return false;
    }
}
