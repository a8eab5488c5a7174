package io.gantry.schedule;

/** A schedule that cannot be read; the message is the one that upstream's parser gives. */
public final class InvalidScheduleException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidScheduleException(String message) {
        super(message);
    }
}
