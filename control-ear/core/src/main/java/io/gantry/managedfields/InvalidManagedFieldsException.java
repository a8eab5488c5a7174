package io.gantry.managedfields;

/** Managed fields that cannot be understood. */
public final class InvalidManagedFieldsException extends RuntimeException {

    public InvalidManagedFieldsException(String message) {
        super(message);
    }
}
