package io.gantry.cache;

import java.time.Duration;

/** The revision that has been reached, for those who wait for it. */
final class Progress {

    private long reached;

    synchronized void advanceTo(long revision) {
        reached = revision;
        notifyAll();
    }

    /** Whether the revision was reached in time. */
    synchronized boolean await(long wanted, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (reached < wanted) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        return true;
    }
}
