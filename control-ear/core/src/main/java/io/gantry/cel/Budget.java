package io.gantry.cel;

/** What is left of the cost that several evaluations may have together. Of one thread. */
public final class Budget {

    private long remaining;

    public Budget(long limit) {
        this.remaining = limit;
    }

    /** Takes the cost of an evaluation away; it may have cost more than was left. */
    void spend(long cost) {
        remaining -= cost;
    }

    public boolean isExceeded() {
        return remaining < 0;
    }

    public boolean isSpent() {
        return remaining <= 0;
    }
}
