package io.gantry.store;

/** The log no longer holds the events after the asked revision. */
public final class RevisionCompactedException extends RuntimeException {

    public RevisionCompactedException(long asked, long oldest) {
        super("too old resource version: " + asked + " (" + oldest + ")");
    }
}
