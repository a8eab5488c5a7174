package io.gantry.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
                "^.{1,253}$",
                "(a{10}){100}",
                "a{1000}b{1000}c{1000}",
                "[]{}(]{3}",
                "[[:alpha:]({]+",
                "\\Q({{{(\\E{5}",
                "\\({999}\\p{Greek}{999}",
                "x{,5}{a}",
                "",
            })
    void reasonableExpressionsAreCompiled(String expression) {
        assertThat(Regex.compile(expression)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'(a{1,1000}){1,1000}', 1, 'invalid repeat count: `{1,1000}`'",
        "'((a{11}){10}b){10}', 1, invalid repeat count: `{10}`",
        "'a{1001}', 1, invalid repeat count: `{1001}`",
        "'a{1000}', 600, expression too large",
        "'(', 2000, expression nests too deeply",
        "'(', 1, missing closing )",
    })
    void whatWouldBeTooLargeIsRefused(String piece, int times, String message) {
        assertThatThrownBy(() -> Regex.compile(piece.repeat(times))).hasMessageContaining(message);
    }
}
