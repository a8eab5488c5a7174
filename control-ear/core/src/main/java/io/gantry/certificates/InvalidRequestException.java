package io.gantry.certificates;

/** A request for a certificate that cannot be read or is not signed by its own key. */
public final class InvalidRequestException extends Exception {

    private static final long serialVersionUID = 1;

    public InvalidRequestException(String message) {
        super(message);
    }

    public InvalidRequestException(String message, Throwable cause) {
        super(message, cause);
    }
}
