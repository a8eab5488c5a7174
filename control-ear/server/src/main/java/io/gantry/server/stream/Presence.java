package io.gantry.server.stream;

import io.gantry.server.stream.ConnectionTable.Standing;
import java.util.Optional;

/** What is known of a client's connection from one look at the kernel's tables to the next. */
enum Presence {
    /** Nobody has looked yet. */
    NEW,
    /** The tables have never had it: the client's address may be what a proxy says, so that nothing follows from its absence. */
    UNKNOWN,
    HERE,
    /** Not there once; the tables change while they are read, so that one look proves nothing. */
    MISSED,
    GONE;

    /** @param found what the tables say now; empty when they do not have it */
    Presence after(Optional<Standing> found) {
        if (this == GONE) {
            return GONE;
        }
        if (found.isPresent() && found.get() == Standing.LIVING) {
            return HERE;
        }
        return switch (this) {
            case NEW, UNKNOWN -> found.isPresent() ? MISSED : UNKNOWN;
            case HERE -> MISSED;
            case MISSED, GONE -> GONE;
        };
    }
}
