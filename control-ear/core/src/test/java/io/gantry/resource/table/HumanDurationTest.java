package io.gantry.resource.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanDurationTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            PT-3S, <invalid>
            PT-1.5S, 0s
            PT0S, 0s
            PT1S, 1s
            PT119S, 119s
            PT2M, 2m
            PT3M20S, 3m20s
            PT10M5S, 10m
            PT179M, 179m
            PT3H, 3h
            PT3H5M, 3h5m
            PT8H30M, 8h
            PT47H, 47h
            PT48H, 2d
            PT52H, 2d4h
            P8D, 8d
            P729D, 729d
            P730D, 2y
            P735D, 2y5d
            P2920D, 8y
            P4000D, 10y
            """)
    void hasTwoOrThreeFigures(Duration duration, String text) {
        assertThat(HumanDuration.of(duration)).isEqualTo(text);
    }

    @Test
    void isUnknownWithoutATime() {
        assertThat(HumanDuration.since("", Instant.EPOCH)).isEqualTo("<unknown>");
    }
}
