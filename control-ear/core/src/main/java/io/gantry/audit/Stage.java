package io.gantry.audit;

/** When an event is written. */
public enum Stage {
    /** Before anything was done. */
    REQUEST_RECEIVED("RequestReceived"),
    /** The answer has begun and goes on: watches and sessions. */
    RESPONSE_STARTED("ResponseStarted"),
    RESPONSE_COMPLETE("ResponseComplete");

    private final String title;

    Stage(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
