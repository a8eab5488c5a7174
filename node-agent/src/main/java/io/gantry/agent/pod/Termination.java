package io.gantry.agent.pod;

import io.gantry.agent.object.Container;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Plans the end of a pod's containers, of its sandbox, and of all that is left of it. */
final class Termination {

    private Termination() {}

    /** The pod is to leave the node. */
    static Plan delete(Pod pod, PodActual actual, Instant now) {
        Plan.Builder plan = new Plan.Builder();
        Optional<Instant> patience = actual.memory().withdrawingSince().map(since -> since.plus(Withdrawal.PATIENCE));
        if (patience.filter(now::isBefore).isPresent()) {
            plan.wakeAt(patience.get());
            return plan.build();
        }
        if (!stopped(pod, actual, now, plan)) {
            return plan.build();
        }
        if (!actual.containers().isEmpty()) {
            plan.add(new Action.RemoveContainers(actual.containers()));
        }
        if (!actual.memory().directoryRemoved()) {
            plan.add(new Action.RemovePodDirectory());
            plan.add(new Action.ReportFinished());
        }
        return plan.build();
    }

    /** The pod has run its course: its containers are kept for their logs and states. */
    static Plan end(Pod pod, PodActual actual, Instant now) {
        Plan.Builder plan = new Plan.Builder();
        if (stopped(pod, actual, now, plan) && !actual.memory().volumesRemoved()) {
            plan.add(new Action.RemoveVolumes());
        }
        return plan.build();
    }

    private static boolean stopped(Pod pod, PodActual actual, Instant now, Plan.Builder plan) {
        List<ContainerRecord> running = actual.running();
        if (!running.isEmpty()) {
            kill(pod, nextToEnd(pod, running), actual, "", now, plan);
            return false;
        }
        if (!actual.sandboxes().isEmpty() || actual.network().isPresent()) {
            plan.add(new Action.TearDownSandbox());
            return false;
        }
        return true;
    }

    /** Regular and init containers first, all at once; then the sidecars, last one first. */
    private static List<ContainerRecord> nextToEnd(Pod pod, List<ContainerRecord> running) {
        List<String> sidecars = pod.initContainers().stream()
                .filter(container -> container.kind() == Container.Kind.SIDECAR)
                .map(Container::name)
                .toList();
        List<ContainerRecord> others = running.stream()
                .filter(container -> !sidecars.contains(container.containerName()))
                .toList();
        if (!others.isEmpty()) {
            return others;
        }
        return running.stream()
                .max(Comparator.comparing(container -> sidecars.indexOf(container.containerName())))
                .map(List::of)
                .orElse(List.of());
    }

    /**
     * Asks containers to end and kills those whose time is up.
     *
     * @param message for the event; empty for the usual one
     */
    static void kill(
            Pod pod,
            List<ContainerRecord> containers,
            PodActual actual,
            String message,
            Instant now,
            Plan.Builder plan) {
        for (ContainerRecord container : containers) {
            kill(pod, container, actual, pod.graceSeconds(), message, now, plan);
        }
    }

    static void kill(
            Pod pod,
            ContainerRecord container,
            PodActual actual,
            long graceSeconds,
            String message,
            Instant now,
            Plan.Builder plan) {
        KillRecord kill = actual.memory().kills().get(container.id());
        if (kill == null) {
            String text = message.isEmpty() ? "Stopping container " + container.containerName() : message;
            plan.add(new Action.Kill(container, remaining(pod, actual, graceSeconds, now), text));
            return;
        }
        Instant deadline = kill.deadline(pod.deleting() ? pod.graceSeconds() : Long.MAX_VALUE);
        if (now.isBefore(deadline)) {
            plan.wakeAt(deadline);
        } else {
            plan.add(new Action.ForceKill(container));
            // the engine needs a moment; if it fails, try again
            plan.wakeAt(now.plusSeconds(KillRecord.MINIMUM_GRACE_SECONDS));
        }
    }

    /** The grace period is the pod's, not each container's: who ends later has what is left of it. */
    private static long remaining(Pod pod, PodActual actual, long graceSeconds, Instant now) {
        Optional<Instant> first = pod.deleting()
                ? actual.memory().kills().values().stream()
                        .map(KillRecord::startedAt)
                        .min(Comparator.naturalOrder())
                : Optional.empty();
        long used = first.map(start -> now.getEpochSecond() - start.getEpochSecond())
                .orElse(0L);
        return Math.max(0, graceSeconds - used);
    }
}
