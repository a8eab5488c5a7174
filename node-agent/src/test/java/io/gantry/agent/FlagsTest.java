package io.gantry.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.agent.eviction.EvictionSettings;
import io.gantry.agent.image.ImageGarbageSettings;
import io.gantry.agent.shutdown.ShutdownSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Options by upstream's names become settings. */
class FlagsTest {

    private static <T> T parsed(T flags, String... arguments) {
        return CommandLine.populateCommand(flags, arguments);
    }

    @Test
    void withoutOptionsUpstreamsDefaultsHold() {
        assertThat(parsed(new EvictionFlags()).settings()).isEqualTo(EvictionSettings.DEFAULT);
        assertThat(parsed(new ImageFlags()).settings()).isEqualTo(ImageGarbageSettings.DEFAULT);
        assertThat(parsed(new ShutdownFlags()).settings()).isEqualTo(ShutdownSettings.NONE);
    }

    @Test
    void optionsReplaceThem() {
        assertThat(parsed(
                                new EvictionFlags(),
                                "--eviction-hard=",
                                "--eviction-soft=memory.available<1Gi",
                                "--eviction-soft-grace-period=memory.available=90s",
                                "--eviction-minimum-reclaim=memory.available=1Mi",
                                "--eviction-max-pod-grace-period=7",
                                "--eviction-pressure-transition-period=1m30s")
                        .settings())
                .isEqualTo(EvictionSettings.of(
                        "",
                        "memory.available<1Gi",
                        "memory.available=90s",
                        "memory.available=1Mi",
                        Duration.ofSeconds(90),
                        7));
        assertThat(parsed(
                                new ImageFlags(),
                                "--image-gc-high-threshold=90",
                                "--image-gc-low-threshold=70",
                                "--minimum-image-ttl-duration=1h")
                        .settings())
                .isEqualTo(new ImageGarbageSettings(90, 70, Duration.ofHours(1)));
        assertThat(parsed(
                                new ShutdownFlags(),
                                "--shutdown-grace-period=60s",
                                "--shutdown-grace-period-critical-pods=20s")
                        .settings())
                .isEqualTo(ShutdownSettings.of(Duration.ofSeconds(60), Duration.ofSeconds(20)));
    }

    @Test
    void durationsMustBeDurations() {
        assertThatThrownBy(() -> parsed(new ShutdownFlags(), "--shutdown-grace-period=soon"))
                .hasMessageContaining("\"soon\" is no duration such as 1m30s");
    }
}
