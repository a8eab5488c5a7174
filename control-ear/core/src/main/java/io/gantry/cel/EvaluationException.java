package io.gantry.cel;

/** An expression that compiles but has no value for this input: a missing key, an overflow, a division by zero. */
public sealed class EvaluationException extends Exception {

    private EvaluationException(String message) {
        super(message);
    }

    static EvaluationException of(String message) {
        return new EvaluationException(message);
    }

    /** No overload of a function takes these values; static types could not tell, as of a value that is an int or a string. */
    public static final class NoSuchOverload extends EvaluationException {

        NoSuchOverload(String message) {
            super(message);
        }
    }

    /** The expression costs more than a single one may, or takes too long. */
    public static final class TooExpensive extends EvaluationException {

        TooExpensive() {
            super("operation cancelled: actual cost limit exceeded");
        }
    }
}
