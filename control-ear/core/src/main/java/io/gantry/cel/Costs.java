package io.gantry.cel;

/** Units of cost (cel-go, common/cost.go). */
final class Costs {

    static final int LIST = 10;
    static final int MAP = 30;
    static final int STRUCT = 40;
    static final double STRING_TRAVERSAL = 0.1;
    static final double REGEX_LENGTH = 0.25;

    /** Two checks of an authorizer fit into one evaluation. */
    static final int AUTHORIZATION = 350_000;

    private Costs() {}

    static long ceil(double cost) {
        return (long) Math.ceil(cost);
    }
}
