package io.gantry.agent.pod;

import io.gantry.agent.object.Container;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far the init containers are. They run once for each sandbox, one after the other; a restartable one (sidecar) only has to
 * have started before the next one begins.
 *
 * @param done the regular containers may run
 * @param next the init container that has to end, or start up, before anything after it; empty when done
 */
record InitProgress(boolean done, Optional<Container> next) {

    static InitProgress of(Pod pod, PodActual actual) {
        List<Container> pending = new ArrayList<>();
        for (Container container : pod.initContainers()) {
            if (!passed(container, pod, actual)) {
                pending.add(container);
            }
        }
        if (pending.isEmpty() || regularStarted(pod, actual)) {
            return new InitProgress(true, Optional.empty());
        }
        return new InitProgress(false, Optional.of(pending.getFirst()));
    }

    private static boolean passed(Container container, Pod pod, PodActual actual) {
        return inSandbox(container, pod, actual)
                .filter(record -> container.kind() == Container.Kind.SIDECAR
                        ? record.running() && actual.health(record).started()
                        : record.exited() && record.exitCode() == 0)
                .isPresent();
    }

    /** Once a regular container was made in this sandbox, initialisation is over, even if init containers were removed. */
    private static boolean regularStarted(Pod pod, PodActual actual) {
        return pod.containers().stream()
                .anyMatch(container -> inSandbox(container, pod, actual).isPresent());
    }

    /** The newest container of that name, if it belongs to the newest sandbox. */
    static Optional<ContainerRecord> inSandbox(Container container, Pod pod, PodActual actual) {
        String sandbox = actual.sandboxes().isEmpty()
                ? ""
                : actual.sandboxes().getFirst().id();
        return actual.latest(container.name())
                // a pod that has ended keeps its containers but not its sandbox
                .filter(record -> sandbox.isEmpty() || record.sandboxId().equals(sandbox));
    }
}
