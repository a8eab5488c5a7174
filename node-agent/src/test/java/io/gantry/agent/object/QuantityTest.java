package io.gantry.agent.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1000",
        "100m, 1, 100",
        "0.1, 1, 100",
        "1500m, 2, 1500",
        "64Mi, 67108864, 67108864000",
        "1k, 1000, 1000000",
        "1e3, 1000, 1000000",
        "1E, 1000000000000000000, 1000000000000000000000",
        "500u, 1, 1",
        "0, 0, 0",
    })
    void readsUnitsAndThousandths(String text, long units, java.math.BigDecimal millis) {
        Quantity quantity = Quantity.parse(text);

        assertThat(quantity.units()).isEqualTo(units);
        assertThat(quantity.value().movePointRight(3).setScale(0, java.math.RoundingMode.CEILING))
                .isEqualByComparingTo(millis);
    }

    @Test
    void refusesWhatIsNone() {
        assertThatThrownBy(() -> Quantity.parse("many")).isInstanceOf(NumberFormatException.class);
    }
}
