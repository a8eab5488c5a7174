package io.gantry.object;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text that is looked for in bytes (the algorithm of Boyer, Moore and Horspool), without a copy of them. */
public final class BytePattern {

    private static final int BYTES = 256;

    private final byte[] pattern;
    private final int[] steps = new int[BYTES];

    /**
     * @param text not empty
     */
    public BytePattern(String text) {
        pattern = text.getBytes(StandardCharsets.UTF_8);
        Arrays.fill(steps, pattern.length);
        for (int i = 0; i < pattern.length - 1; i++) {
            steps[Byte.toUnsignedInt(pattern[i])] = pattern.length - 1 - i;
        }
    }

    /** How many bytes it has. */
    public int length() {
        return pattern.length;
    }

    public boolean isIn(byte[] bytes) {
        return indexIn(bytes) >= 0;
    }

    /** Where it begins first; -1 when it is not there. */
    public int indexIn(byte[] bytes) {
        int last = pattern.length - 1;
        for (int end = last; end < bytes.length; end += steps[Byte.toUnsignedInt(bytes[end])]) {
            int start = end - last;
            if (bytes[end] == pattern[last] && Arrays.equals(bytes, start, end, pattern, 0, last)) {
                return start;
            }
        }
        return -1;
    }
}
