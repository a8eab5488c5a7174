package io.gantry.api;

/** A body is neither JSON nor YAML; the message says where it goes wrong. */
final class MalformedBodyException extends Exception {

    MalformedBodyException(String message) {
        super(message);
    }
}
