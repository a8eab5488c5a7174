package io.gantry.agent.pod;

import io.gantry.agent.cgroup.GroupLimits;
import io.gantry.agent.cgroup.GroupState;
import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.cluster.ObjectEvent.Type;
import io.gantry.agent.object.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes, changes and removes the control group of a pod. */
final class PodGroupSteps {

    private static final Logger LOG = LoggerFactory.getLogger(PodGroupSteps.class);
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration RETRY_SOON = Duration.ofSeconds(3);

    private final PodServices services;
    private final PodMemory memory;

    PodGroupSteps(PodServices services, PodMemory memory) {
        this.services = services;
        this.memory = memory;
    }

    /** Before anything of the pod is started. False when it failed; the sandbox then has to wait. */
    boolean make(Pod pod) {
        GroupLimits wanted = services.groups().state(pod, Optional.empty()).wanted();
        try {
            services.groups().apply(pod, wanted);
            memory.grouped(wanted);
            return true;
        } catch (IOException e) {
            notMade(pod, e, PodActual.Memory.SANDBOX, RETRY_SOON);
            return false;
        }
    }

    /** Changes the group of a running pod. */
    void limit(Pod pod, GroupState group, GroupLimits limits) {
        try {
            Optional<String> refusal = refusal(pod, group, limits);
            if (refusal.isPresent()) {
                notResized(pod, refusal.get());
                return;
            }
            services.groups().apply(pod, limits);
            memory.grouped(limits);
        } catch (IOException e) {
            if (group.applied().isPresent()) {
                notResized(pod, e.getMessage());
            } else {
                notMade(pod, e, PodActual.Memory.GROUP, RETRY);
            }
        }
    }

    void remove(Pod pod) throws IOException {
        services.groups().remove(pod.uid());
        memory.groupRemoved();
    }

    /** The kernel would kill, or refuse without saying why. */
    private Optional<String> refusal(Pod pod, GroupState group, GroupLimits limits) throws IOException {
        boolean decreases = group.applied()
                .filter(before -> limits.memory() > 0 && (before.memory() == 0 || limits.memory() < before.memory()))
                .isPresent();
        OptionalLong used = decreases ? services.groups().memoryUsed(pod) : OptionalLong.empty();
        return used.isPresent() && limits.memory() <= used.getAsLong()
                ? Optional.of("cannot decrease memory limits: attempting to set pod memory limit (" + limits.memory()
                        + ") below current usage (" + used.getAsLong() + ")")
                : Optional.empty();
    }

    private void notMade(Pod pod, IOException error, String what, Duration retry) {
        String message = "unable to ensure pod container exists: " + error.getMessage();
        fail(pod, what, "FailedCreatePodContainer", message, retry);
        services.reporter().event(ObjectEvent.of(pod, Type.WARNING, "FailedCreatePodContainer", message));
    }

    private void notResized(Pod pod, String message) {
        fail(pod, PodActual.Memory.GROUP, "Error", message, RETRY);
        services.reporter().event(ResizeNews.event(pod, Type.WARNING, "ResizeError", "Pod resize error", message));
    }

    private void fail(Pod pod, String what, String reason, String message, Duration retry) {
        LOG.warn(
                "event=pod-step-failed pod={} step={} reason={} error=\"{}\"",
                pod.identity().key(),
                what,
                reason,
                message);
        memory.failed(
                what, new Failure(reason, message, services.clock().instant().plus(retry)));
    }
}
