package io.gantry.agent.probe;

import io.gantry.agent.object.Probe;
import java.util.Optional;

/** What came of a probe or hook, with upstream's words for what went wrong. */
public record Outcome(State state, String output) {

    enum State {
        SUCCESS,
        /** A success that an operator should look at. */
        WARNING,
        FAILURE,
        /** The probe could not be carried out. */
        UNKNOWN
    }

    /** What is told of a probe, as reason and message of an event. */
    record News(String reason, String message) {}

    static final Outcome GOOD = new Outcome(State.SUCCESS, "");

    static Outcome bad(String output) {
        return new Outcome(State.FAILURE, output);
    }

    static Outcome doubtful(String output) {
        return new Outcome(State.WARNING, output);
    }

    static Outcome unknown(String error) {
        return new Outcome(State.UNKNOWN, error);
    }

    public boolean success() {
        return state == State.SUCCESS || state == State.WARNING;
    }

    /** Whether it says something of the container. */
    boolean certain() {
        return state != State.UNKNOWN;
    }

    /** What to tell of it when it is the outcome of a probe; nothing of a success. */
    Optional<News> news(Probe.Kind kind) {
        return switch (state) {
            case SUCCESS -> Optional.empty();
            case WARNING -> Optional.of(new News("ProbeWarning", kind.title() + " probe warning: " + output));
            case FAILURE -> Optional.of(new News("Unhealthy", kind.title() + " probe failed: " + output));
            case UNKNOWN ->
                Optional.of(new News(
                        "Unhealthy", kind.title() + " probe errored and resulted in unknown state: " + output));
        };
    }
}
