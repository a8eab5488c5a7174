package io.gantry.agent.pod;

/** What the node decided about a whole pod: it does not run here, or no longer. */
public record Verdict(Kind kind, String reason, String message) {

    /** When it was decided. */
    public enum Kind {
        /** Before anything of it was started. */
        REJECTED,
        /** It ran, and took more than it may. */
        EVICTED
    }

    static Verdict rejected(String reason, String message) {
        return new Verdict(Kind.REJECTED, reason, message);
    }

    static Verdict evicted(String message) {
        return new Verdict(Kind.EVICTED, "Evicted", message);
    }

    /** As in {@code status.message}. */
    String statusMessage() {
        return switch (kind) {
            case REJECTED -> "Pod was rejected: " + message;
            case EVICTED -> message;
        };
    }
}
