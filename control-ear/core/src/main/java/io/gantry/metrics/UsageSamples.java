package io.gantry.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest sample of each node, in memory only. One that is not renewed is forgotten: a wrong
 * number is worse than none. Thread-safe.
 */
public final class UsageSamples {

    /** Four of an agent's periods. */
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    private record Received(Instant at, UsageSample sample) {}

    private final Map<String, Received> byNode = new ConcurrentHashMap<>();
    private final InstantSource clock;

    public UsageSamples(InstantSource clock) {
        this.clock = clock;
    }

    public void put(String nodeName, UsageSample sample) {
        byNode.put(nodeName, new Received(clock.instant(), sample));
    }

    public Optional<UsageSample> of(String nodeName) {
        Instant oldest = clock.instant().minus(LIFETIME);
        return Optional.ofNullable(byNode.get(nodeName))
                .filter(received -> !received.at().isBefore(oldest))
                .map(Received::sample);
    }

    /** Drops what is too old to be shown; to be called now and then. */
    public void expire() {
        Instant oldest = clock.instant().minus(LIFETIME);
        byNode.values().removeIf(received -> received.at().isBefore(oldest));
    }
}
