package io.gantry.gateway;

import io.gantry.status.StatusException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sessions that nodes have now. Each node has only so many; a followed log that says nothing does not keep others out. Thread-safe. */
final class SessionSlots {

    /** A log that has said nothing so long may end for another session. */
    static final Duration SILENCE = Duration.ofMinutes(1);

    private final int max;
    private final Map<String, Set<SessionSlot>> taken = new HashMap<>();

    /** @param max sessions of one node at a time */
    SessionSlots(int max) {
        this.max = max;
    }

    /**
     * Takes a slot. Throws {@link StatusException} 429 when the node has none left.
     *
     * @return the one that has lost its slot to this one; the caller ends its session
     */
    synchronized Optional<SessionSlot> enter(SessionSlot wanted, Instant now) {
        Set<SessionSlot> ofNode = taken.computeIfAbsent(wanted.nodeName(), _ -> new HashSet<>());
        Optional<SessionSlot> silent = Optional.empty();
        if (ofNode.size() >= max) {
            silent = longestSilent(ofNode, now.minus(SILENCE));
            ofNode.remove(silent.orElseThrow(() -> tooMany(wanted.nodeName())));
        }
        ofNode.add(wanted);
        return silent;
    }

    private static Optional<SessionSlot> longestSilent(Set<SessionSlot> slots, Instant since) {
        return slots.stream()
                .filter(SessionSlot::mayGiveWay)
                .filter(slot -> !slot.lastHeard().isAfter(since))
                .min(Comparator.comparing(SessionSlot::lastHeard));
    }

    private StatusException tooMany(String nodeName) {
        return StatusException.of(
                429, "TooManyRequests", "node \"" + nodeName + "\" has " + max + " open sessions already");
    }

    /** Gives a slot back; harmless when it was given back or lost before. */
    synchronized void leave(SessionSlot slot) {
        taken.computeIfPresent(slot.nodeName(), (_, ofNode) -> {
            ofNode.remove(slot);
            return ofNode.isEmpty() ? null : ofNode;
        });
    }
}
