package io.gantry.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/** Finds in the data of a watch when the creates of its objects were due. It comes in pieces, cut anywhere. */
final class DueTimes {

    /** What stands before the time, in nanoseconds and in quotes. */
    static final String MARK = "\"due\":\"";

    private static final byte[] PATTERN = MARK.getBytes(StandardCharsets.US_ASCII);
    private static final int DECIMAL = 10;

    private final LongConsumer found;
    private int matched;
    private long number;

    DueTimes(LongConsumer found) {
        this.found = found;
    }

    /** Takes the next piece, all that remains of it. */
    void read(ByteBuffer piece) {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        for (byte next : bytes) {
            if (matched < PATTERN.length) {
                matched = next == PATTERN[matched] ? matched + 1 : next == PATTERN[0] ? 1 : 0;
            } else if (next == '"') {
                found.accept(number);
                number = 0;
                matched = 0;
            } else {
                number = number * DECIMAL + (next - '0');
            }
        }
    }
}
