package io.gantry.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RetryDelaysTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final RetryDelays delays = new RetryDelays();

    private static ObjectKey key(int number) {
        return ObjectKey.cluster(new GroupResource("", "things"), "k" + number);
    }

    @Test
    void eachFailureDoublesTheDelayUpToAThousandSeconds() {
        assertThat(IntStream.range(0, 20).mapToObj(i -> delays.next(key(0), NOW.plusSeconds(i * 10L))))
                .startsWith(Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(20))
                .endsWith(Duration.ofMillis(5 << 17), Duration.ofSeconds(1000), Duration.ofSeconds(1000));
    }

    @Test
    void aSuccessBeginsAnew() {
        delays.next(key(0), NOW);
        delays.next(key(0), NOW);
        delays.forget(key(0));

        assertThat(delays.next(key(0), NOW)).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void manyFailingKeysAreHeldToTenASecondAfterABurstOfAHundred() {
        IntStream.range(0, 100)
                .forEach(i -> assertThat(delays.next(key(i), NOW)).isEqualTo(Duration.ofMillis(5)));

        assertThat(delays.next(key(100), NOW)).isEqualTo(Duration.ofMillis(100));
        assertThat(delays.next(key(101), NOW)).isEqualTo(Duration.ofMillis(200));
        assertThat(delays.next(key(102), NOW.plusSeconds(10))).isEqualTo(Duration.ofMillis(5));
    }
}
