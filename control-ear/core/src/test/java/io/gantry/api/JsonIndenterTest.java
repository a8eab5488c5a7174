package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonIndenterTest {

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of("{}\n", "{}"),
                Arguments.of("[]", "[]"),
                Arguments.of("\"text\"", "\"text\""),
                Arguments.of("-1.5e+3\n", "-1.5e+3"),
                Arguments.of("{\"a\":1}", "{\n  \"a\": 1\n}"),
                Arguments.of("[true,false,null]", "[\n  true,\n  false,\n  null\n]"),
                Arguments.of("{\"a\":{},\"b\":[]}", "{\n  \"a\": {},\n  \"b\": []\n}"),
                Arguments.of("[[],[{}],[[1]]]", """
                        [
                          [],
                          [
                            {}
                          ],
                          [
                            [
                              1
                            ]
                          ]
                        ]"""),
                Arguments.of("{\"a\":[{\"b\":\"c\"},{\"d\":[1,2]}],\"e\":{\"f\":{\"g\":0}}}", """
                        {
                          "a": [
                            {
                              "b": "c"
                            },
                            {
                              "d": [
                                1,
                                2
                              ]
                            }
                          ],
                          "e": {
                            "f": {
                              "g": 0
                            }
                          }
                        }"""),
                Arguments.of(
                        "{\"{[,:]}\":\"}],:{[ \\\" \\\\\",\"\\\\\":\"\\\\\\\"\"}",
                        "{\n  \"{[,:]}\": \"}],:{[ \\\" \\\\\",\n  \"\\\\\": \"\\\\\\\"\"\n}"),
                Arguments.of("{\"é\":\"日本 😀 <&> \\n\\u0007\"}", "{\n  \"é\": \"日本 😀 <&> \\n\\u0007\"\n}"),
                Arguments.of(" { \"a\" :\t[ ] ,\r\n \"b\" : [ 1 ] } ", "{\n  \"a\": [],\n  \"b\": [\n    1\n  ]\n}"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void jsonIsIndentedHoweverItComesInPieces(String compact, String indented) throws IOException {
        byte[] json = compact.getBytes(StandardCharsets.UTF_8);
        for (int piece = 1; piece <= json.length; piece++) {
            assertThat(indented(json, piece)).as("in pieces of %d bytes", piece).isEqualTo(indented);
        }
        assertThat(new IndentedBody(Body.of(json)).length())
                .isEqualTo(indented.getBytes(StandardCharsets.UTF_8).length);
    }

    @ParameterizedTest
    @CsvSource({"1,10", "100,1000", "32767,3", "32768,3", "32769,3", "100000,2"})
    void nothingIsLostWhereBuffersEnd(int length, int texts) throws IOException {
        String text = "\"" + "x".repeat(length) + "\"";
        String compact = "[" + (text + ",").repeat(texts - 1) + text + "]";
        String indented = "[\n" + ("  " + text + ",\n").repeat(texts - 1) + "  " + text + "\n]";
        byte[] json = compact.getBytes(StandardCharsets.UTF_8);
        assertThat(indented(json, json.length)).isEqualTo(indented);
        assertThat(indented(json, 1000)).isEqualTo(indented);
    }

    private static String indented(byte[] json, int piece) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonIndenter indenter = new JsonIndenter(out);
        for (int at = 0; at < json.length; at += piece) {
            indenter.write(json, at, Math.min(piece, json.length - at));
        }
        indenter.finish();
        return out.toString(StandardCharsets.UTF_8);
    }
}
