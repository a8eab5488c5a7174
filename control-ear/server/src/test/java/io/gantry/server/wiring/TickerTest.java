package io.gantry.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TickerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final Ticker ticker = new Ticker(Runnable::run, nanos::get);
    private final List<Instant> runs = new ArrayList<>();

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void workComesBackAfterItsPeriodAlsoWhenTheClockIsPutBack() {
        ticker.every(Duration.ofSeconds(2), "work", runs::add);
        ticker.tick(NOW);
        pass(Duration.ofSeconds(1));
        ticker.tick(NOW.plusSeconds(1));
        assertThat(runs).containsExactly(NOW);

        pass(Duration.ofSeconds(1));
        ticker.tick(NOW.minusSeconds(3600));
        assertThat(runs).containsExactly(NOW, NOW.minusSeconds(3600));
    }

    @Test
    void workThatFailsIsTriedAgain() {
        ticker.every(Duration.ofSeconds(2), "work", now -> {
            runs.add(now);
            throw new StackOverflowError();
        });
        ticker.tick(NOW);
        pass(Duration.ofSeconds(2));
        ticker.tick(NOW.plusSeconds(2));
        assertThat(runs).hasSize(2);
    }
}
