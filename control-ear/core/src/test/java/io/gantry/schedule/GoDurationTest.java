package io.gantry.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT15.023S, 15.023s",
        "PT1M, 1m0s",
        "PT1H, 1h0m0s",
        "PT1H1.5S, 1h0m1.5s",
        "PT0.3S, 300ms",
        "PT0.0000015S, 1.5µs",
        "PT0.000000007S, 7ns",
        "PT-2S, -2s",
    })
    void durationsAreWrittenAsGoDoesAndReadAgain(Duration duration, String text) {
        assertThat(GoDuration.format(duration)).isEqualTo(text);
        assertThat(GoDuration.parse(text)).contains(duration);
    }
}
