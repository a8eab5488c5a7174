package io.gantry.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.server.stream.ConnectionTable.Standing;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresenceTest {

    @ParameterizedTest
    @CsvSource({
        "NEW, LIVING, HERE",
        "NEW, ENDED, MISSED",
        "NEW, , UNKNOWN",
        "UNKNOWN, LIVING, HERE",
        "UNKNOWN, ENDED, MISSED",
        "UNKNOWN, , UNKNOWN",
        "HERE, LIVING, HERE",
        "HERE, ENDED, MISSED",
        "HERE, , MISSED",
        "MISSED, LIVING, HERE",
        "MISSED, ENDED, GONE",
        "MISSED, , GONE",
        "GONE, LIVING, GONE",
        "GONE, ENDED, GONE",
        "GONE, , GONE",
    })
    void aClientIsGoneWhenItWasSeenAndIsMissedTwice(Presence before, Standing found, Presence after) {
        assertThat(before.after(Optional.ofNullable(found))).isEqualTo(after);
    }
}
