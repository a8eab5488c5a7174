package io.gantry.schema;

import java.util.Arrays;
import java.util.Set;

/**
 * How strategic merge patch treats a field ({@code x-kubernetes-patch-strategy}, {@code x-kubernetes-patch-merge-key}).
 *
 * @param strategies any of {@code merge}, {@code replace}, {@code retainKeys}
 * @param mergeKey the field that names an item of a merged list of objects, else empty
 */
public record PatchStrategy(Set<String> strategies, String mergeKey) {

    /** Objects are merged, lists are replaced. */
    public static final PatchStrategy NONE = new PatchStrategy(Set.of(), "");

    /** Reads {@code merge,retainKeys}. */
    static PatchStrategy parse(String strategies, String mergeKey) {
        if (strategies.isEmpty() && mergeKey.isEmpty()) {
            return NONE;
        }
        return new PatchStrategy(Set.copyOf(Arrays.asList(strategies.split(","))), mergeKey);
    }

    public boolean merges() {
        return strategies.contains("merge");
    }

    public boolean replaces() {
        return strategies.contains("replace");
    }

    /** As OpenAPI publishes it, empty for none. */
    public String text() {
        return String.join(",", strategies.stream().sorted().toList());
    }
}
