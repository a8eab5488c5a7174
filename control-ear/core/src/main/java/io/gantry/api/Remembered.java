package io.gantry.api;

import java.util.List;
import java.util.function.Supplier;

/** Something that is made from others, and made anew only when one of them is another. */
final class Remembered<T> {

    private record Made<T>(List<?> from, T value) {}

    private volatile Made<T> last;

    /** @param from compared with {@code equals} */
    T get(List<?> from, Supplier<T> make) {
        Made<T> present = last;
        if (present == null || !present.from().equals(from)) {
            present = new Made<>(List.copyOf(from), make.get());
            last = present;
        }
        return present.value();
    }
}
