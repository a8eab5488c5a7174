package io.gantry.api;

/** A body is not in the language that it claims, or does not say of which type it is; the message says where it goes wrong. */
final class MalformedBodyException extends Exception {

    MalformedBodyException(String message) {
        super(message);
    }
}
