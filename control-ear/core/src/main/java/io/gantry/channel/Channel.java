package io.gantry.channel;

/** What a message belongs to. */
public enum Channel {
    STDIN,
    STDOUT,
    STDERR,
    /** One Status at the end: how the session ended. */
    ERROR,
    RESIZE;

    int number() {
        return ordinal();
    }
}
