package io.gantry.agent.pod;

/**
 * What the node decided about a whole pod: it does not run here, or no longer.
 *
 * @param graceSeconds that its containers are given
 */
public record Verdict(Kind kind, String reason, String message, long graceSeconds) {

    /** Who takes too much has no time to take more. */
    private static final long SHORT_GRACE_SECONDS = 1;

    /** When it was decided. */
    public enum Kind {
        /** Before anything of it was started. */
        REJECTED,
        /** It ran, and took more than it may. */
        EVICTED
    }

    static Verdict rejected(String reason, String message) {
        return new Verdict(Kind.REJECTED, reason, message, SHORT_GRACE_SECONDS);
    }

    static Verdict evicted(String message) {
        return evicted(message, SHORT_GRACE_SECONDS);
    }

    static Verdict evicted(String message, long graceSeconds) {
        return new Verdict(Kind.EVICTED, "Evicted", message, graceSeconds);
    }

    static Verdict terminated(String reason, String message, long graceSeconds) {
        return new Verdict(Kind.EVICTED, reason, message, graceSeconds);
    }

    /** As in {@code status.message}. */
    String statusMessage() {
        return switch (kind) {
            case REJECTED -> "Pod was rejected: " + message;
            case EVICTED -> message;
        };
    }
}
