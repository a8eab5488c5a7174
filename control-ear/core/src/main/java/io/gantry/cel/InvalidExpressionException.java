package io.gantry.cel;

/** An expression that does not compile; the message shows where, as CEL's compilers do. */
public final class InvalidExpressionException extends Exception {

    InvalidExpressionException(String message) {
        super(message);
    }
}
