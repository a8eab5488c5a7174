package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTimeoutTest {

    @ParameterizedTest
    @CsvSource({
        "'',PT1M",
        "timeout=,PT1M",
        "timeout=0s,PT1M",
        "timeout=32s,PT32S",
        "timeout=3m,PT1M",
        "timeout=-1s,PT1M"
    })
    void aRequestMayTakeAsLongAsItsClientWaitsButNoMoreThanAMinute(String query, Duration timeout) {
        assertThat(RequestTimeout.of(QueryParameters.parse(query))).isEqualTo(timeout);
    }
}
