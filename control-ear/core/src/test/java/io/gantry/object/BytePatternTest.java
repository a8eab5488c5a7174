package io.gantry.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BytePatternTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            a,     '',        -1
            a,     a,         0
            a,     bca,       2
            ab,    aab,       1
            abc,   ababcabc,  2
            abc,   ababab,    -1
            aab,   aaaaab,    3
            abc,   xxabc,     2
            abcd,  abc,       -1
            ü,     für,       1
            'ü:',  'ü ü:',    3
            """)
    void isFoundWhereItBeginsFirst(String pattern, String text, int expected) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(new BytePattern(pattern).indexIn(bytes)).isEqualTo(expected);
        assertThat(new BytePattern(pattern).isIn(bytes)).isEqualTo(expected >= 0);
    }
}
