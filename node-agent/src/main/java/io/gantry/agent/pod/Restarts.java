package io.gantry.agent.pod;

import io.gantry.agent.object.Container;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerRecord;

/** Whether a container that has ended is to run again while its pod goes on. */
final class Restarts {

    private Restarts() {}

    static boolean wanted(Pod pod, Container container, ContainerRecord ended, PodActual actual) {
        if (container.restarts(pod.restartPolicy(), ended.exitCode())) {
            return true;
        }
        // the agent ended it to start it anew (a probe, a new image, new resources): its exit code says nothing
        boolean killed = actual.memory().kills().containsKey(ended.id());
        return killed
                && container.kind() == Container.Kind.REGULAR
                && (container.mayRestart(pod.restartPolicy()) || PodPlanner.changed(container, ended));
    }
}
