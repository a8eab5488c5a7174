package io.gantry.agent.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullEventsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "-5, 0s",
        "1, 1ms",
        "999, 999ms",
        "1000, 1s",
        "1234, 1.234s",
        "1500, 1.5s",
        "10000, 10s",
        "60000, 1m0s",
        "120250, 2m0.25s",
        "3600000, 1h0m0s",
        "3723004, 1h2m3.004s",
    })
    void timesAreWrittenAsGoWritesThem(long millis, String text) {
        assertThat(PullEvents.elapsed(Duration.ofMillis(millis))).isEqualTo(text);
    }
}
