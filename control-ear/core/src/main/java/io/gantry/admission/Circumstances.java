package io.gantry.admission;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What surrounds a write under admission.
 *
 * @param dryRun whether nothing will be stored
 * @param warnings takes what the client should know though the write succeeds
 * @param annotations takes what audit should write down of the request, by key
 */
public record Circumstances(boolean dryRun, Consumer<String> warnings, BiConsumer<String, String> annotations) {

    /** Of writes that nobody watches. */
    public static final Circumstances NONE = new Circumstances(false, warning -> {}, (key, value) -> {});
}
