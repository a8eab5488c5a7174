package io.gantry.server.spdy;

/** A stream that the server does not take. */
final class StreamRefusedException extends Exception {

    private static final long serialVersionUID = 1;

    StreamRefusedException(String message) {
        super(message);
    }
}
