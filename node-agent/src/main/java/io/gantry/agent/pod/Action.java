package io.gantry.agent.pod;

import io.gantry.agent.cgroup.GroupLimits;
import io.gantry.agent.image.ImageStatus;
import io.gantry.agent.object.Container;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerSpec;
import java.time.Duration;
import java.util.List;

/** One step towards what is wanted. Every action may be repeated. */
public sealed interface Action {

    /** Makes the volumes, or makes them again from objects that changed. */
    record PrepareVolumes() implements Action {}

    /** Starts the pod's sandbox and connects it. */
    record CreateSandbox(int attempt) implements Action {}

    /** Disconnects, kills and removes all sandboxes of the pod. */
    record TearDownSandbox() implements Action {}

    /** Looks for the image of a container, and fetches it when its policy says so. */
    record EnsureImage(Container container, int attempt) implements Action {}

    /** A failed pull is no longer news. */
    record ShowImageBackOff(Container container, int attempt, ImageStatus.Failed failed) implements Action {}

    /**
     * Creates and starts a container.
     *
     * @param backoff how long the attempt after this one has to wait
     */
    record StartContainer(Container container, int attempt, String sandboxId, ImageStatus.Ready image, Duration backoff)
            implements Action {}

    /**
     * Asks a container to end: preStop hook, then its stop signal.
     *
     * @param message for the Killing event
     */
    record Kill(ContainerRecord container, long graceSeconds, String message) implements Action {}

    /** Gives a running container the resources it was promised. */
    record Resize(ContainerRecord container, ContainerSpec.Resources resources) implements Action {}

    /** Gives the pod's control group these limits; makes it, when it is missing. */
    record LimitPod(GroupLimits limits) implements Action {}

    /** The grace period is over. */
    record ForceKill(ContainerRecord container) implements Action {}

    record RemoveContainers(List<ContainerRecord> containers) implements Action {}

    /** Unmounts and deletes the volumes of a pod that has ended. */
    record RemoveVolumes() implements Action {}

    /** Deletes everything of the pod on disk. */
    record RemovePodDirectory() implements Action {}

    /** Tells the control plane that nothing of the pod is left. */
    record ReportFinished() implements Action {}
}
