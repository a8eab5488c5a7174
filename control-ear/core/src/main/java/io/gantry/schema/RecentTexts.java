package io.gantry.schema;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * What was made of texts that were read last, by the hashes of the texts: a cluster writes the same few over and over. Of bounded size;
 * used by any thread.
 *
 * @param <V> what is made of a text; immutable
 */
public final class RecentTexts<V> {

    /** A power of two. */
    private static final int PLACES = 1024;

    private final AtomicReferenceArray<Known<V>> known = new AtomicReferenceArray<>(PLACES);
    private final int longest;
    private final Function<String, V> read;

    private record Known<V>(String text, V value) {}

    /**
     * @param longest texts with more characters are read anew each time
     * @param read makes the value of a text; what it throws is not kept
     */
    public RecentTexts(int longest, Function<String, V> read) {
        this.longest = longest;
        this.read = read;
    }

    public V get(String text) {
        int place = text.hashCode() & (PLACES - 1);
        Known<V> present = known.getAcquire(place);
        if (present != null && present.text().equals(text)) {
            return present.value();
        }
        V value = read.apply(text);
        if (text.length() <= longest) {
            known.setRelease(place, new Known<>(text, value));
        }
        return value;
    }
}
