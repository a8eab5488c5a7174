package io.gantry.agent.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Semicolons stand for the ends of lines, slashes for quotation marks. */
class EnvFileTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "K=/v/ | v",
                "A=/a/;K=/v w/ # a comment | v w",
                "# K=/no/;;  K=/v/ | v",
                "K=/first/;K=/second/ | first",
                "K=/two;lines/ | two;lines",
                "K= /v/ | ''",
                "K=/$HOME \\n/ | $HOME \\n",
                "OTHER=/v/ | (none)",
                "K=/v/;broken | v",
            })
    void aVariableIsRead(String file, String value) throws ConfigException {
        assertThat(EnvFile.value(lines(file), "K").orElse("(none)").replace('\n', ';'))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "broken | line 1: missing '='",
                "A=/a/;=/v/ | line 2: empty variable name",
                "K =/v/ | line 1: whitespace before '=' is not allowed",
                "K=v | line 1: value must be enclosed in single quotes",
                "K=/v;w | line 2: unclosed single quote",
                "K=/v/ w | line 1: unexpected content after closing quote",
            })
    void whatIsMalformedIsRefused(String file, String message) {
        assertThatThrownBy(() -> EnvFile.value(lines(file), "K"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("invalid environment variable format at " + message);
    }

    private static List<String> lines(String file) {
        return List.of(file.replace('/', '\'').split(";"));
    }
}
