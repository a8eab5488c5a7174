package io.gantry.cel;

/** What expressions may cost (apiserver, pkg/apis/cel/config.go). A unit is about 50 ns of upstream's evaluator. */
public final class Limits {

    /** One evaluation of one expression. */
    public static final long PER_CALL = 1_000_000;

    /** All expressions of one object, or of one policy binding for one request. */
    public static final long PER_OBJECT = 10_000_000;

    /** All match conditions of one webhook or policy for one request. */
    public static final long MATCH_CONDITIONS = 2_500_000;

    /** Bytes of a message that an expression makes. */
    public static final int MESSAGE_LENGTH = 5 * 1024;

    /** Bytes of a request: what bounds the sizes of values whose schema has no bound. */
    public static final long REQUEST_BYTES = 3 * 1024 * 1024;

    private Limits() {}
}
