package io.gantry.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DueTimesTest {

    private static final String EVENTS = """
            {"object":{"managedFields":[{"f:data":{"f:due":{}}}],"data":{"due":"123456789012"}}}
            {"object":{"data":{"x":""due":"7","due":"8"}}}
            """;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void timesAreFoundWhereverTheDataIsCut(int piece) {
        List<Long> found = new ArrayList<>();
        DueTimes times = new DueTimes(found::add);
        byte[] bytes = EVENTS.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += piece) {
            times.read(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
        }
        assertThat(found).containsExactly(123_456_789_012L, 7L, 8L);
    }
}
