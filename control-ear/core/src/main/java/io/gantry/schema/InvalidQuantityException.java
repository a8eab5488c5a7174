package io.gantry.schema;

/** A text that is no quantity, in upstream's words. */
public final class InvalidQuantityException extends RuntimeException {

    static final String FORMAT =
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    static final String SUFFIX = "unable to parse quantity's suffix";
    static final String NUMERIC = "unable to parse numeric part of quantity";

    InvalidQuantityException(String message) {
        super(message);
    }
}
