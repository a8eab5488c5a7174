package io.gantry.agent.pod;

import io.gantry.agent.object.Container;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerRecord;
import java.util.Optional;

/** The phase of a pod, from its containers. */
public enum PodPhase {
    PENDING("Pending"),
    RUNNING("Running"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed");

    private final String title;

    PodPhase(String title) {
        this.title = title;
    }

    /** The word in {@code status.phase}. */
    public String title() {
        return title;
    }

    public boolean ended() {
        return this == SUCCEEDED || this == FAILED;
    }

    /**
     * @param ending no container will be started any more, whatever the restart policy says
     */
    static PodPhase of(Pod pod, PodActual actual, boolean ending) {
        if (pod.ended()) {
            return pod.status().path("phase").asText().equals("Succeeded") ? SUCCEEDED : FAILED;
        }
        if (initFailedForGood(pod, actual)) {
            return FAILED;
        }
        Count count = count(pod, actual);
        if (!ending && (initializing(pod, actual) || count.missing > 0)) {
            return PENDING;
        }
        if (count.running > 0) {
            return RUNNING;
        }
        if (count.stopped == 0) {
            return ending ? FAILED : PENDING;
        }
        if (!ending && count.restartable > 0) {
            return RUNNING;
        }
        return count.stopped == count.succeeded && count.missing == 0 ? SUCCEEDED : FAILED;
    }

    /** An init container failed and is not to be tried again. */
    private static boolean initFailedForGood(Pod pod, PodActual actual) {
        return pod.initContainers().stream()
                .filter(container -> container.kind() == Container.Kind.INIT)
                .anyMatch(container -> actual.latest(container.name())
                        .filter(ContainerRecord::exited)
                        .filter(record -> record.exitCode() != 0)
                        .filter(record -> !container.restarts(pod.restartPolicy(), record.exitCode()))
                        .isPresent());
    }

    private static boolean initializing(Pod pod, PodActual actual) {
        return !InitProgress.of(pod, actual).done();
    }

    private record Count(int running, int stopped, int succeeded, int restartable, int missing) {}

    private static Count count(Pod pod, PodActual actual) {
        int running = 0;
        int stopped = 0;
        int succeeded = 0;
        int restartable = 0;
        int missing = 0;
        for (Container container : pod.containers()) {
            Optional<ContainerRecord> latest = actual.latest(container.name());
            if (latest.isEmpty() || latest.get().state() == ContainerRecord.State.CREATED) {
                missing++;
            } else if (latest.get().running()) {
                running++;
            } else {
                stopped++;
                int code = latest.get().exitCode();
                succeeded += code == 0 ? 1 : 0;
                restartable += Restarts.wanted(pod, container, latest.get(), actual) ? 1 : 0;
            }
        }
        return new Count(running, stopped, succeeded, restartable, missing);
    }
}
