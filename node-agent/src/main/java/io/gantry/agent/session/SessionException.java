package io.gantry.agent.session;

/** A session cannot be served. */
final class SessionException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int httpStatus;

    SessionException(int httpStatus, String message) {
        super(message);
        this.httpStatus = httpStatus;
    }

    int httpStatus() {
        return httpStatus;
    }
}
