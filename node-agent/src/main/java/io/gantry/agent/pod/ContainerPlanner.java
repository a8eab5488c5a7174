package io.gantry.agent.pod;

import io.gantry.agent.image.ImageStatus;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.Probe;
import io.gantry.agent.runtime.ContainerRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Plans the containers of a pod whose sandbox stands. */
final class ContainerPlanner {

    private static final String RESIZE_RESTARTS = " resize requires restart";

    private final Pod pod;
    private final PodActual actual;
    private final ContainerRecord sandbox;
    private final Instant now;
    private final Plan.Builder plan;

    ContainerPlanner(Pod pod, PodActual actual, ContainerRecord sandbox, Instant now, Plan.Builder plan) {
        this.pod = pod;
        this.actual = actual;
        this.sandbox = sandbox;
        this.now = now;
        this.plan = plan;
    }

    void plan() {
        pod.ephemeralContainers().forEach(this::plan);
        InitProgress progress = InitProgress.of(pod, actual);
        for (Container container : pod.initContainers()) {
            boolean next = progress.next()
                    .filter(pending -> pending.name().equals(container.name()))
                    .isPresent();
            if (next || container.kind() == Container.Kind.SIDECAR) {
                plan(container);
            }
            if (next) {
                return;
            }
        }
        pod.containers().forEach(this::plan);
    }

    private void plan(Container container) {
        Optional<ContainerRecord> latest = actual.latest(container.name());
        if (latest.isEmpty()) {
            start(container, latest);
            return;
        }
        switch (latest.get().state()) {
            case RUNNING -> check(container, latest.get());
            // removed by the garbage collection of the same plan; then it is missing
            case CREATED -> {}
            case EXITED -> {
                if (restarts(container, latest.get())) {
                    start(container, latest);
                }
            }
        }
    }

    private boolean restarts(Container container, ContainerRecord ended) {
        boolean ofThisSandbox = ended.sandboxId().equals(sandbox.id());
        // init containers run again in every new sandbox
        if (container.kind() == Container.Kind.INIT && !ofThisSandbox) {
            return true;
        }
        return Restarts.wanted(pod, container, ended, actual);
    }

    private void check(Container container, ContainerRecord running) {
        String why = whyToEnd(container, running);
        boolean begun = actual.memory().kills().containsKey(running.id());
        if (why.isEmpty() && !begun) {
            resize(container, running);
            return;
        }
        boolean comesBack = container.mayRestart(pod.restartPolicy()) || PodPlanner.changed(container, running);
        String message = comesBack && !why.endsWith(RESIZE_RESTARTS) ? why + ", will be restarted" : why;
        Termination.kill(pod, running, actual, grace(container, running), message, now, plan);
    }

    private void resize(Container container, ContainerRecord running) {
        if (!Resizes.due(pod, container, running, actual) || !actual.group().hasRoom()) {
            return;
        }
        Failure failure = actual.memory().failures().get(PodActual.Memory.RESIZE);
        if (failure != null && now.isBefore(failure.retryAt())) {
            plan.wakeAt(failure.retryAt());
            return;
        }
        plan.add(new Action.Resize(running, ResourceSpec.limits(pod, container)));
    }

    private String whyToEnd(Container container, ContainerRecord running) {
        String what = container.kind() == Container.Kind.REGULAR ? "Container " : "Init container ";
        if (PodPlanner.changed(container, running)) {
            return what + container.name() + " definition changed";
        }
        if (actual.memory().failedPostStart().contains(running.id())) {
            return "FailedPostStartHook";
        }
        if (Resizes.due(pod, container, running, actual) && Resizes.needsRestart(pod, container, running)) {
            return "Container " + container.name() + RESIZE_RESTARTS;
        }
        return actual.health(running)
                .failed()
                .map(probe -> what + container.name() + " failed "
                        + probe.name().toLowerCase(java.util.Locale.ROOT) + " probe")
                .orElse("");
    }

    private long grace(Container container, ContainerRecord running) {
        Optional<Probe.Kind> failed = actual.health(running).failed();
        return failed.flatMap(container::probe)
                .flatMap(Probe::terminationGraceSeconds)
                .orElse(pod.graceSeconds());
    }

    private void start(Container container, Optional<ContainerRecord> last) {
        // one after the other: what a postStart hook prepares is there when the next container starts
        if (actual.running().stream()
                .anyMatch(running -> actual.memory().runningHooks().contains(running.id()))) {
            return;
        }
        if (backsOff(container, last) || failedRecently(container)) {
            return;
        }
        int attempt = last.map(record -> record.attempt() + 1).orElse(0);
        for (Container volume : pod.imageVolumes(container)) {
            if (image(volume, attempt, container).isEmpty()) {
                return;
            }
        }
        image(container, attempt, container)
                .ifPresent(ready -> plan.add(new Action.StartContainer(
                        container,
                        attempt,
                        sandbox.id(),
                        ready,
                        last.map(RestartBackoff::next).orElse(Duration.ZERO))));
    }

    /** The image, when it is here; otherwise plans what brings it, or says what the container waits for. */
    private Optional<ImageStatus.Ready> image(Container wanted, int attempt, Container waits) {
        ImageAttempt image = actual.memory().images().get(ImageAttempt.key(wanted));
        if (image == null || !image.serves(wanted, attempt)) {
            plan.addOnce(new Action.EnsureImage(wanted, attempt));
            return Optional.empty();
        }
        return switch (image.status()) {
            case ImageStatus.Pulling pulling -> Optional.empty();
            case ImageStatus.Failed failed -> {
                waitForImage(wanted, image.attempt(), failed, waits);
                yield Optional.empty();
            }
            case ImageStatus.Ready ready -> Optional.of(ready);
        };
    }

    private boolean backsOff(Container container, Optional<ContainerRecord> last) {
        Optional<Instant> until = last.map(RestartBackoff::until).filter(now::isBefore);
        if (until.isEmpty()) {
            return false;
        }
        plan.wakeAt(until.get());
        plan.waiting(
                container.name(),
                "CrashLoopBackOff",
                "back-off " + RestartBackoff.text(last.get().restartBackoff()) + " restarting failed container="
                        + container.name() + " pod=" + pod.identity().display());
        return true;
    }

    private boolean failedRecently(Container container) {
        Failure failure = actual.memory().failures().get(container.name());
        if (failure == null) {
            return false;
        }
        plan.waiting(container.name(), failure.reason(), failure.message());
        if (now.isBefore(failure.retryAt())) {
            plan.wakeAt(failure.retryAt());
            return true;
        }
        return false;
    }

    private void waitForImage(Container wanted, int attempt, ImageStatus.Failed failed, Container waits) {
        plan.waiting(waits.name(), failed.reason(), failed.message());
        if (!now.isBefore(failed.retryAt())) {
            plan.addOnce(new Action.EnsureImage(wanted, attempt));
        } else if (!now.isBefore(failed.changeAt())) {
            plan.addOnce(new Action.ShowImageBackOff(wanted, attempt, failed));
        } else {
            plan.wakeAt(failed.changeAt());
        }
    }
}
