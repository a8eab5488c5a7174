package io.gantry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.status.StatusException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryStringTest {

    @Test
    void keepsOrderAndAllValues() {
        assertThat(QueryString.parse("command=sh&command=-c&tty&stdin=true&labelSelector=a%3Db%2Cc+in+(d)&&x="))
                .containsExactly(
                        Map.entry("command", List.of("sh", "-c")),
                        Map.entry("tty", List.of("")),
                        Map.entry("stdin", List.of("true")),
                        Map.entry("labelSelector", List.of("a=b,c in (d)")),
                        Map.entry("x", List.of("")));
    }

    @Test
    void nothingIsNoParameters() {
        assertThat(QueryString.parse(null)).isEmpty();
        assertThat(QueryString.parse("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%ff", "%00=1"})
    void refusesBrokenEscapes(String raw) {
        assertThatThrownBy(() -> QueryString.parse(raw))
                .isInstanceOf(StatusException.class)
                .hasMessageStartingWith("invalid query string");
    }

    @Test
    void refusesMoreParametersThanAnybodyNeeds() {
        assertThatThrownBy(() -> QueryString.parse("a&".repeat(2000))).isInstanceOf(StatusException.class);
    }
}
