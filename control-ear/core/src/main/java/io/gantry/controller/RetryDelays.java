package io.gantry.controller;

import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How long a failed key waits: 5 ms, twice that after each further failure, at most 1000 s; and all retries of a controller together are
 * held to 10 a second after a burst of 100 (client-go DefaultTypedControllerRateLimiter). Not thread-safe: its owner locks.
 */
final class RetryDelays {

    private static final Duration BASE = Duration.ofMillis(5);
    private static final Duration MAX = Duration.ofSeconds(1000);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final int BURST = 100;

    private final Map<ObjectKey, Integer> failures = new HashMap<>();
    private Instant bucketEmptyUntil = Instant.EPOCH;

    /** Counts a failure and tells how long to wait. */
    Duration next(ObjectKey key, Instant now) {
        int before = failures.merge(key, 1, Integer::sum) - 1;
        Duration own = before >= 18 ? MAX : BASE.multipliedBy(1L << before);
        Duration shared = reserve(now);
        return own.compareTo(shared) > 0 ? own : shared;
    }

    /** The key succeeded. */
    void forget(ObjectKey key) {
        failures.remove(key);
    }

    int failures(ObjectKey key) {
        return failures.getOrDefault(key, 0);
    }

    void clear() {
        failures.clear();
    }

    // A token bucket as a point in time: each reservation moves it on by one interval; it may run ahead of now by the
    // burst.
    private Duration reserve(Instant now) {
        if (bucketEmptyUntil.isBefore(now)) {
            bucketEmptyUntil = now;
        }
        bucketEmptyUntil = bucketEmptyUntil.plus(INTERVAL);
        Duration ahead = Duration.between(now, bucketEmptyUntil).minus(INTERVAL.multipliedBy(BURST));
        return ahead.isNegative() ? Duration.ZERO : ahead;
    }
}
