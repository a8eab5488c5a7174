package io.gantry.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenBucketTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest(name = "tokens taken at {0} ms wait {1} ms")
    @CsvSource({
        "0 0 0, 0 0 500", // two at once, then two a second
        "0 0 250, 0 0 250",
        "0 0 500, 0 0 0",
        "0 0 10000 10000 10000, 0 0 0 0 500", // what is saved up is bounded
    })
    void tokensComeAtTheirRate(String times, String waits) {
        TokenBucket bucket = new TokenBucket(2, 2, START);

        List<String> taken = new ArrayList<>();
        for (String time : times.split(" ")) {
            taken.add(Long.toString(
                    bucket.take(START.plusMillis(Long.parseLong(time))).toMillis()));
        }

        assertThat(String.join(" ", taken)).isEqualTo(waits);
    }
}
