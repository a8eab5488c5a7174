package io.gantry.selector;

/** A selector cannot be understood; the message says why in upstream's words. */
public final class InvalidSelectorException extends RuntimeException {

    public InvalidSelectorException(String message) {
        super(message);
    }
}
