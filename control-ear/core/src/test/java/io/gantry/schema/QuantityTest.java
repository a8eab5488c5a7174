package io.gantry.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.1, 100m",
        "1, 1",
        "1.0, 1",
        "0.5, 500m",
        "1.5, 1500m",
        "100m, 100m",
        "1000m, 1",
        "2000m, 2",
        "0.001, 1m",
        "0.0001, 100u",
        "1500m, 1500m",
        "1k, 1k",
        "1000, 1k",
        "1200, 1200",
        "1000000, 1M",
        "10, 10",
        "1Ki, 1Ki",
        "1024, 1024",
        "1024Ki, 1Mi",
        "1024Mi, 1Gi",
        "100Mi, 100Mi",
        "1000Mi, 1000Mi",
        "1.5Gi, 1536Mi",
        "0.5Gi, 512Mi",
        "0.5Ki, 512",
        "0.1Ki, 102400m",
        "0Gi, 0",
        "1e3, 1e3",
        "12e6, 12e6",
        "12e2, 1200",
        "1E, 1E",
        "1E3, 1E3",
        "1e-3, 1e-3",
        "10e-3, 10e-3",
        "-1.5, -1500m",
        "+1, +1",
        ".5, 500m",
        "1., 1.",
        "0.1n, 1n",
        "1.500, 1.500",
        "00100m, 00100m",
        "1000000Ki, 1000000Ki",
        "9223372036854775807, 9223372036854775807",
        "9Ei, 9223372036854775807",
        "128974848, 128974848",
        "129e6, 129e6"
    })
    void writesTheCanonicalForm(String text, String canonical) {
        assertThat(Quantity.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "100m, 0.1, 100, 1",
        "1, 1, 1000, 1",
        "0.0001, 0.0001, 1, 1",
        "1.5Gi, 1610612736, 1610612736000, 1610612736",
        "1k, 1000, 1000000, 1000",
        "1e3, 1000, 1000000, 1000",
        "-1500m, -1.5, -1500, -2",
        "8E, 8000000000000000000, 9223372036854775807, 8000000000000000000"
    })
    void hasAnExactValue(String text, BigDecimal value, long milli, long whole) {
        Quantity quantity = Quantity.parse(text);
        assertThat(quantity.value()).isEqualByComparingTo(value);
        assertThat(quantity.milliValue()).isEqualTo(milli);
        assertThat(quantity.longValue()).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|quantities must match the regular expression",
                "abc|quantities must match the regular expression",
                "1.2.3|quantities must match the regular expression",
                "1 Gi|quantities must match the regular expression",
                "100mb|quantities must match the regular expression",
                "1mi|unable to parse quantity's suffix",
                "1KI|quantities must match the regular expression",
                "1K|unable to parse quantity's suffix",
                "1Gi5|unable to parse quantity's suffix",
                "1e99999999999|unable to parse quantity's suffix",
                "1e99999|unable to parse numeric part of quantity",
                ".|unable to parse numeric part of quantity"
            })
    void refusesWhatIsNoQuantity(String text, String message) {
        assertThatThrownBy(() -> Quantity.parse(text))
                .isInstanceOf(InvalidQuantityException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void comparesByValue() {
        assertThat(Quantity.parse("1")).isEqualTo(Quantity.parse("1000m")).hasSameHashCodeAs(Quantity.parse("1000m"));
        assertThat(Quantity.parse("1Gi")).isGreaterThan(Quantity.parse("1G"));
    }

    @Test
    void sumsKeepTheFormat() {
        assertThat(Quantity.parse("512Mi").plus(Quantity.parse("512Mi"))).hasToString("1Gi");
        assertThat(Quantity.ZERO.plus(Quantity.parse("512Mi"))).hasToString("512Mi");
        assertThat(Quantity.parse("1").minus(Quantity.parse("250m"))).hasToString("750m");
        assertThat(Quantity.ofMilli(2500)).hasToString("2500m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5Gi", "0.1", "1200", "12e2", "1024Mi", "0.1Ki"})
    void theCanonicalFormIsStable(String text) {
        String once = Quantity.parse(text).toString();
        assertThat(Quantity.parse(once)).hasToString(once);
    }
}
