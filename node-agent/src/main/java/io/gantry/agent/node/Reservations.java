package io.gantry.agent.node;

import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * What a node does not offer of what it has.
 *
 * @param kept by resource: how much of all is never used up, since before that pods have to go
 */
public record Reservations(ReservationSettings settings, Map<String, LongUnaryOperator> kept) {

    long kept(String resource, long capacity) {
        return kept.getOrDefault(resource, all -> 0).applyAsLong(capacity);
    }
}
