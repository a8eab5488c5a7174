package io.gantry.agent.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "$(A), x",
        "a$(A)b$(B)c, axb$(A)c",
        "$(NONE), $(NONE)",
        "$$(A), $(A)",
        "$$$(A), $x",
        "$$$$(A), $$(A)",
        "$A, $A",
        "$(A, $(A",
        "cost $, cost $",
        "$(), $()",
        "'', ''",
    })
    void replacesWhatIsKnown(String text, String expected) {
        assertThat(Expansion.expand(text, Map.of("A", "x", "B", "$(A)"))).isEqualTo(expected);
    }
}
