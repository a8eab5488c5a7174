package io.gantry.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronScheduleTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */15 * * * *    | 2026-01-01T00:00:00Z | 2026-01-01T00:15:00Z
            0 9 * * mon-fri | 2026-01-02T10:00:00Z | 2026-01-05T09:00:00Z
            0 0 31 * *      | 2026-01-31T00:00:00Z | 2026-03-31T00:00:00Z
            0 0 13 * 5      | 2026-02-01T00:00:00Z | 2026-02-06T00:00:00Z
            0 0 29 2 *      | 2026-03-01T00:00:00Z | 2028-02-29T00:00:00Z
            @hourly         | 2026-01-01T00:30:00Z | 2026-01-01T01:00:00Z
            @every 90s      | 2026-01-01T00:00:00Z | 2026-01-01T00:01:30Z
            5/20 * * * *    | 2026-01-01T00:06:00Z | 2026-01-01T00:25:00Z
            """)
    void givesTheNextTime(String schedule, String after, String next) throws InvalidScheduleException {
        assertThat(CronSchedule.parse(schedule).next(ZonedDateTime.parse(after)))
                .contains(ZonedDateTime.parse(next));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            @never        | unrecognized descriptor: @never
            @every x      | failed to parse duration @every x: time: invalid duration "x"
            a * * * *     | failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax
            1-2-3 * * * * | too many hyphens: 1-2-3
            1/2/3 * * * * | too many slashes: 1/2/3
            5-1 * * * *   | beginning of range (5) beyond end of range (1): 5-1
            */0 * * * *   | step of range should be a positive number: */0
            * * 0 * *     | beginning of range (0) below minimum (1): 0
            """)
    void refusesWhatIsNoSchedule(String schedule, String why) {
        assertThatThrownBy(() -> CronSchedule.parse(schedule)).hasMessage(why);
    }

    @ParameterizedTest
    @CsvSource({"1h30m, PT1H30M", "1.5s, PT1.5S", "300ms, PT0.3S", "-2m, PT-2M", "0, PT0S"})
    void readsDurations(String text, String duration) {
        assertThat(GoDuration.parse(text)).contains(Duration.parse(duration));
    }

    @ParameterizedTest
    @CsvSource({"''", "5", "h", "1x", "1h-2m", "999999999h"})
    void refusesWhatIsNoDuration(String text) {
        assertThat(GoDuration.parse(text)).isEmpty();
    }
}
