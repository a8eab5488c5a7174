package io.gantry.agent.pod;

import io.gantry.agent.cgroup.GroupState.Containers;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides what to do next for a pod: a function of what is wanted, what is, and the time. */
public final class PodPlanner {

    private PodPlanner() {}

    /** @param gone the control plane no longer has the pod */
    public static Plan plan(Pod pod, boolean gone, PodActual actual, Instant now) {
        if (gone || pod.deleting()) {
            return Termination.delete(pod, actual, now);
        }
        Optional<Verdict> verdict = actual.memory().verdict();
        if (verdict.isPresent()) {
            return Termination.end(pod.withGraceSeconds(verdict.get().graceSeconds()), actual, now);
        }
        if (pod.ended()
                || Deadline.passed(pod, actual, now)
                || PodPhase.of(pod, actual, false).ended()) {
            return Termination.end(pod, actual, now);
        }
        return run(pod, actual, now);
    }

    private static Plan run(Pod pod, PodActual actual, Instant now) {
        Plan.Builder plan = new Plan.Builder();
        Deadline.of(pod, actual).ifPresent(plan::wakeAt);
        if (!volumes(actual, now, plan)) {
            return plan.build();
        }
        Optional<ContainerRecord> sandbox = actual.sandbox(pod.hostNetwork());
        if (sandbox.isEmpty()) {
            renewSandbox(pod, actual, now, plan);
            return plan.build();
        }
        collectGarbage(pod, actual, sandbox.get(), plan);
        limit(pod, actual, now, plan);
        new ContainerPlanner(pod, actual, sandbox.get(), now, plan).plan();
        return plan.build();
    }

    private static void limit(Pod pod, PodActual actual, Instant now, Plan.Builder plan) {
        Containers containers = Resizes.anyDue(pod, actual) ? Containers.DUE : Containers.SETTLED;
        actual.group().next(containers).ifPresent(limits -> {
            Failure failure = actual.memory().failures().get(PodActual.Memory.GROUP);
            if (failure != null && now.isBefore(failure.retryAt())) {
                plan.wakeAt(failure.retryAt());
            } else {
                plan.add(new Action.LimitPod(limits));
            }
        });
    }

    private static boolean volumes(PodActual actual, Instant now, Plan.Builder plan) {
        Failure failure = actual.memory().failures().get(PodActual.Memory.VOLUMES);
        boolean wait = failure != null && now.isBefore(failure.retryAt());
        if (wait) {
            plan.wakeAt(failure.retryAt());
        } else if (!actual.memory().volumesReady() || actual.memory().volumesStale()) {
            plan.add(new Action.PrepareVolumes());
        }
        return actual.memory().volumesReady();
    }

    /** Everything of the old sandbox has to be gone before a new one is made. */
    private static void renewSandbox(Pod pod, PodActual actual, Instant now, Plan.Builder plan) {
        if (!actual.running().isEmpty()) {
            Termination.kill(pod, actual.running(), actual, "", now, plan);
            return;
        }
        if (!actual.sandboxes().isEmpty()) {
            plan.add(new Action.TearDownSandbox());
        }
        Failure failure = actual.memory().failures().get(PodActual.Memory.SANDBOX);
        if (failure != null && now.isBefore(failure.retryAt())) {
            plan.wakeAt(failure.retryAt());
            return;
        }
        plan.add(new Action.CreateSandbox(nextAttempt(actual)));
    }

    private static int nextAttempt(PodActual actual) {
        return actual.sandboxes().stream()
                .mapToInt(sandbox -> sandbox.attempt() + 1)
                .max()
                .orElse(0);
    }

    /** Of each container the newest is kept, and the one before it for its log and its last state. */
    private static void collectGarbage(Pod pod, PodActual actual, ContainerRecord sandbox, Plan.Builder plan) {
        List<ContainerRecord> old = actual.containers().stream()
                .filter(container -> !container.running())
                .filter(container -> outlived(container, actual))
                .toList();
        if (!old.isEmpty()) {
            plan.add(new Action.RemoveContainers(old));
        }
        List<ContainerRecord> extra = actual.sandboxes().stream()
                .filter(other -> !other.id().equals(sandbox.id()))
                .toList();
        if (!extra.isEmpty()) {
            plan.add(new Action.RemoveContainers(extra));
        }
    }

    private static boolean outlived(ContainerRecord container, PodActual actual) {
        // created but never started, and no error: the agent ended in between
        if (container.state() == ContainerRecord.State.CREATED) {
            return true;
        }
        return !actual.latest(container.containerName()).equals(Optional.of(container))
                && !actual.previous(container.containerName()).equals(Optional.of(container));
    }

    /** Whether a container runs what the pod asks for. */
    static boolean changed(Container container, ContainerRecord record) {
        return !record.hash().equals(container.hash());
    }
}
