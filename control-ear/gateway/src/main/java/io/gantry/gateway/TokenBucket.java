package io.gantry.gateway;

import java.time.Duration;
import java.time.Instant;

/** Allows so many in a burst and so many a second after it. Not thread-safe. */
final class TokenBucket {

    private final double perSecond;
    private final double burst;
    private double tokens;
    private Instant at;

    TokenBucket(double perSecond, double burst, Instant now) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.at = now;
    }

    /** Takes a token and returns zero, or takes none and returns how long to wait for one. */
    Duration take(Instant now) {
        double elapsed = Math.max(0, Duration.between(at, now).toNanos() / 1e9);
        tokens = Math.min(burst, tokens + elapsed * perSecond);
        at = now;
        if (tokens >= 1) {
            tokens--;
            return Duration.ZERO;
        }
        return Duration.ofNanos((long) Math.ceil((1 - tokens) / perSecond * 1e9));
    }
}
