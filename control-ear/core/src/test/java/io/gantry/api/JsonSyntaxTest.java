package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSyntaxTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `` | unexpected end of JSON input
            {"a": | unexpected end of JSON input
            {"a":"b | unexpected end of JSON input
            [1,- | unexpected end of JSON input
            tru | unexpected end of JSON input
            {"a":1}} | invalid character '}' after top-level value
            {"a":x} | invalid character 'x' looking for beginning of value
            [1,] | invalid character ']' looking for beginning of value
            +1 | invalid character '+' looking for beginning of value
            {a:1} | invalid character 'a' looking for beginning of object key string
            {"a":1,} | invalid character '}' looking for beginning of object key string
            {"a" 1} | invalid character '1' after object key
            {"a":1 "b"} | invalid character '"' after object key:value pair
            {"a":01} | invalid character '1' after object key:value pair
            [1 'a'] | invalid character '\\'' after array element
            [1}] | invalid character '}' after array element
            {"a":trap} | invalid character 'a' in literal true (expecting 'u')
            [nul] | invalid character ']' in literal null (expecting 'l')
            ["\\x"] | invalid character 'x' in string escape code
            ["\\u12g4"] | invalid character 'g' in \\u hexadecimal character escape
            [-a] | invalid character 'a' in numeric literal
            [1.] | invalid character ']' after decimal point in numeric literal
            [1e+] | invalid character ']' in exponent of numeric literal
            é | invalid character 'Ã' looking for beginning of value
            """)
    void saysWhereATextStopsBeingJson(String text, String expected) {
        assertThat(JsonSyntax.error(text.getBytes(StandardCharsets.UTF_8))).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " {} ",
                "[ ]",
                "null",
                "-0.5e-7",
                "{\"a\": [1, 20, true, false, null, {\"b\": \"\\u00e9\\\"\\n\"}], \"c\": {}}"
            })
    void hasNothingAgainstJson(String text) {
        assertThat(JsonSyntax.error(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"a\nb\"]", "[\"a\u0000b\"]"})
    void controlCharactersAreEscaped(String text) {
        assertThat(JsonSyntax.error(text.getBytes(StandardCharsets.UTF_8)))
                .contains("invalid character " + (text.contains("\n") ? "'\\n'" : "'\\x00'") + " in string literal");
    }
}
