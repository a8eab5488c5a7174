package io.gantry.ear;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits until something holds, and no longer than a limit. */
record Await(Duration limit, String what, Condition condition) {

    private static final Duration STEP = Duration.ofMillis(100);

    /** May throw while it does not hold yet. */
    interface Condition {
        boolean holds() throws Exception;
    }

    void orFail() {
        long end = System.nanoTime() + limit.toNanos();
        Exception last = null;
        while (System.nanoTime() < end) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
        throw new AssertionError("not within " + limit + ": " + what, last);
    }
}
