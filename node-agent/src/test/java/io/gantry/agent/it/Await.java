package io.gantry.agent.it;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, never for a while. */
public final class Await {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Await() {}

    public static void until(String what, Duration limit, BooleanSupplier condition) {
        value(what, limit, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    public static <T> T value(String what, Duration limit, Supplier<Optional<T>> supplier) {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<T> value = supplier.get();
        while (value.isEmpty()) {
            if (System.nanoTime() > deadline) {
                fail("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
            value = supplier.get();
        }
        return value.get();
    }
}
