package io.gantry.e2e;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what the cluster does by itself. */
public final class Await {

    /** A check that fails by an AssertionError until what is awaited holds. */
    public interface Check {
        void run() throws Exception;
    }

    private Await() {}

    /** Repeats the check until it passes; its last failure is the test's when the time is over. */
    public static void until(Duration timeout, Check check) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            } catch (Exception e) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("not within " + timeout, e);
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }
}
