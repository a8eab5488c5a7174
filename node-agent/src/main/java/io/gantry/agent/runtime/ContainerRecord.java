package io.gantry.agent.runtime;

import io.gantry.agent.object.PodIdentity;
import java.time.Duration;
import java.time.Instant;

/**
 * A container of ours as the engine knows it. Everything that is needed to go on after an agent restart is in here: it comes from
 * the engine and from the labels given at creation.
 *
 * @param containerName name in the pod's spec; empty for a sandbox
 * @param attempt 0 for the first, one more with every restart
 * @param hash {@link io.gantry.agent.object.Container#hash()} at creation
 * @param sandboxId the sandbox whose network it joined; empty for a sandbox
 * @param restartBackoff how long after its end the next attempt has to wait
 * @param graceSeconds of the pod when it was created
 * @param pid in the engine's process namespace; 0 unless running
 * @param error why the engine could not start it; empty otherwise
 * @param imageId as the API prints it
 * @param resources what the engine grants it at present
 * @param messageFile host path of the termination message; empty when there is none
 */
public record ContainerRecord(
        String id,
        PodIdentity pod,
        String containerName,
        int attempt,
        String hash,
        String sandboxId,
        Duration restartBackoff,
        long graceSeconds,
        State state,
        long pid,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt,
        int exitCode,
        boolean outOfMemory,
        String error,
        String image,
        String imageId,
        String stopSignal,
        ContainerSpec.Resources resources,
        String messageFile,
        boolean tty,
        Stdin stdin) {

    /** What the engine says. A container that failed to start counts as EXITED. */
    public enum State {
        CREATED,
        RUNNING,
        EXITED
    }

    /** What becomes of a container's standard input. */
    public enum Stdin {
        /** It has none. */
        NONE,
        /** It stays open for whoever attaches next. */
        OPEN,
        /** It ends when the first who attaches has ended his. */
        ONCE
    }

    public boolean sandbox() {
        return containerName.isEmpty();
    }

    public boolean running() {
        return state == State.RUNNING;
    }

    public boolean exited() {
        return state == State.EXITED;
    }

    /** Whether the engine never got it to run. */
    public boolean failedToStart() {
        return !error.isEmpty();
    }

    /** The id as the API prints it. */
    public String apiId() {
        return "docker://" + id;
    }
}
