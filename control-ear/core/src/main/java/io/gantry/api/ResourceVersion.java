package io.gantry.api;

import io.gantry.status.Quoted;
import io.gantry.status.StatusException;

/** Which state of the cluster a read may show (API concepts, "Resource versions"). */
sealed interface ResourceVersion {

    /** The newest: never stale. */
    record Newest() implements ResourceVersion {}

    /** Whatever is at hand. */
    record Any() implements ResourceVersion {}

    /** That of one revision, or not before it. */
    record At(long revision) implements ResourceVersion {}

    static ResourceVersion of(QueryParameters query) {
        String text = query.text("resourceVersion");
        if (text.isEmpty()) {
            return new Newest();
        }
        try {
            long revision = Long.parseUnsignedLong(text);
            boolean tooLarge = revision < 0;
            return tooLarge ? new At(Long.MAX_VALUE) : revision == 0 ? new Any() : new At(revision);
        } catch (NumberFormatException e) {
            throw StatusException.badRequest("invalid resource version: resourceVersion: Invalid value: "
                    + Quoted.of(text) + ": strconv.ParseUint: parsing " + Quoted.of(text) + ": invalid syntax");
        }
    }
}
