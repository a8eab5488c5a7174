package io.gantry.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.runtime.ContainerStream.Chunk;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineTimesTest {

    private final LineTimes times = new LineTimes(true);

    private String out(String text) {
        return read(times, new Chunk(false, true, text.getBytes(StandardCharsets.UTF_8)));
    }

    private String err(String text) {
        return read(times, new Chunk(true, true, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String read(LineTimes times, Chunk chunk) {
        return times.onceALine(chunk).toStringUtf8();
    }

    @Test
    void aLongLineHasItsTimeAtItsBeginningOnly() {
        assertThat(out("12:00Z aaa") + out("12:01Z bbb") + out("12:02Z c\n") + out("12:03Z d\n"))
                .isEqualTo("12:00Z aaabbbc\n12:03Z d\n");
    }

    @Test
    void theOtherOutputHasLinesOfItsOwn() {
        assertThat(out("12:00Z aaa")).isEqualTo("12:00Z aaa");
        assertThat(err("12:01Z error\n")).isEqualTo("12:01Z error\n");
        assertThat(out("12:02Z b c\n")).isEqualTo("b c\n");
    }

    @Test
    void whatIsReadInSeveralPiecesKeepsItsBlanks() {
        assertThat(out("12:00Z aaa")).isEqualTo("12:00Z aaa");
        assertThat(read(times, new Chunk(false, false, " b c\n".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(" b c\n");
    }

    @Test
    void aLogWithoutTimesStaysAsItIs() {
        LineTimes none = new LineTimes(false);
        assertThat(read(none, new Chunk(false, true, "a b".getBytes(StandardCharsets.UTF_8)))
                        + read(none, new Chunk(false, true, "c d\n".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("a bc d\n");
    }
}
