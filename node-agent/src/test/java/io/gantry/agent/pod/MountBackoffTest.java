package io.gantry.agent.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.volume.VolumeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountBackoffTest {

    private static final Instant NOW = TestPods.NOW;

    private final MountBackoff backoff = new MountBackoff();

    private void fail(String volume, Instant now) {
        backoff.failed(volume, new VolumeException("no route to host"), backoff.changes(), now);
    }

    private Duration untilNext() {
        return Duration.between(NOW, backoff.next().orElseThrow().retryAt());
    }

    @Test
    void theWaitDoublesUpToTwoMinutesAndTwoSeconds() {
        List<String> waits = new ArrayList<>();
        for (int failures = 1; failures <= 10; failures++) {
            fail("data", NOW);
            waits.add(untilNext().toString());
        }

        assertThat(waits)
                .containsExactly(
                        "PT0.5S", "PT1S", "PT2S", "PT4S", "PT8S", "PT16S", "PT32S", "PT1M4S", "PT2M2S", "PT2M2S");
    }

    @Test
    void aVolumeThatWasSetUpBeginsFromTheStart() {
        fail("data", NOW);
        fail("data", NOW);

        backoff.succeeded("data");
        assertThat(backoff.next()).isEmpty();
        fail("data", NOW);

        assertThat(untilNext()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void eachVolumeHasItsOwnWait() {
        fail("slow", NOW);
        fail("slow", NOW);
        fail("fresh", NOW);

        Instant soon = NOW.plusMillis(500);
        assertThat(backoff.mayTry("fresh", soon)).isTrue();
        assertThat(backoff.mayTry("slow", soon)).isFalse();
        assertThat(backoff.mayTry("other", NOW)).isTrue();
        assertThat(untilNext()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void aChangedObjectDoesNotHurryWhatTheHostLacks() {
        fail("data", NOW);

        backoff.objectsChanged();

        assertThat(backoff.mayTry("data", NOW)).isFalse();
    }

    @Test
    void aChangedObjectLetsWhatLacksOneBeTriedAtOnceButDoesNotShortenTheNextWait() {
        backoff.failed("config", lacksObject(), backoff.changes(), NOW);

        backoff.objectsChanged();

        assertThat(backoff.mayTry("config", NOW)).isTrue();
        backoff.failed("config", lacksObject(), backoff.changes(), NOW);
        assertThat(untilNext()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anObjectThatChangesDuringATryIsNotMissed() {
        long seen = backoff.changes();
        backoff.objectsChanged();

        backoff.failed("config", lacksObject(), seen, NOW);

        assertThat(backoff.mayTry("config", NOW)).isTrue();
    }

    private static VolumeException lacksObject() {
        return new VolumeException(
                VolumeException.Step.SET_UP,
                "configmap \"c\" not found",
                VolumeException.Origin.OBJECT,
                new VolumeException("not found"));
    }
}
