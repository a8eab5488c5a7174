package io.gantry.customresource.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What upstream takes for a text of a format. */
class FormatsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            byte | AAAA | true
            byte | `` | false
            date-time | 2020-01-01T00:00:00Z | true
            date-time | 2020-01-01 00:00:00Z | false
            duration | 1h30m | true
            duration | 1h 30m | true
            duration | P1D | true
            duration | 2 days | true
            duration | .5s | true
            duration | 1y | false
            duration | 5 | false
            duration | `` | false
            hostname | a-word.example.com | true
            hostname | example.c | false
            hostname | 1.2.3.4 | false
            hostname | word | true
            hostname | wo-rd | false
            hostname | word= | true
            email | a@b.c | true
            email | mailto:a@b | false
            email | A <a@b.c> | true
            email | "a b"@c.d | true
            email | a | false
            ssn | 123-45-6789 | true
            ssn | 123456789 | false
            rgbcolor | rgb(1, 2,255) | true
            rgbcolor | rgb(1,2,256) | false
            """)
    void fits(String format, String text, boolean expected) {
        assertEquals(expected, Formats.fits(format, text));
    }
}
