package io.gantry.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.model.Timestamps;
import io.gantry.object.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides over a Lease who leads (coordination.k8s.io/v1 Lease, client-go leaderelection). Clocks of different machines are never compared: a
 * lease has expired when it was not seen to change for its duration.
 *
 * @param place what one living candidate can have at a time, such as an address and a port that it listens on; who has it knows that
 *     whoever had it before is no more, and need not wait for that one's lease to expire. Empty when there is nothing such
 * @param identity who asks; unique among the candidates; begins with the place
 * @param leaseDuration how long others wait for a leader that is silent, 15 s by default
 */
public record LeaderElection(String place, String identity, Duration leaseDuration) {

    /** How long a candidate may go on leading after its last successful renewal. */
    public static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);

    /** How often a candidate looks. */
    public static final Duration RETRY_PERIOD = Duration.ofSeconds(2);

    private static final Duration LEASE_DURATION = Duration.ofSeconds(15);

    /** A candidate without a place. */
    public LeaderElection(String identity) {
        this("", identity, LEASE_DURATION);
    }

    /** @param suffix what makes this candidate differ from those that had the place before */
    public static LeaderElection at(String place, String suffix) {
        return new LeaderElection(place, prefix(place) + suffix, LEASE_DURATION);
    }

    private static String prefix(String place) {
        return place + "_";
    }

    /**
     * What a candidate saw last.
     *
     * @param record the lease's holder and renewal as one text
     * @param at when it was first seen so, on the candidate's clock
     */
    public record Sighting(String record, Instant at) {

        /** Before the first look. */
        public static final Sighting NONE = new Sighting("", Instant.MIN);

        /** Keeps the time while the lease stays the same and the clock is not put back. */
        public Sighting see(JsonNode spec, Instant now) {
            String seen = spec.path("holderIdentity").asText("") + "|"
                    + spec.path("renewTime").asText("");
            return seen.equals(record) && !now.isBefore(at) ? this : new Sighting(seen, now);
        }
    }

    /** The lease's spec as this candidate wants it; empty when another leads. */
    public Optional<ObjectNode> claim(JsonNode spec, Sighting sighting, Instant now) {
        String holder = spec.path("holderIdentity").asText("");
        boolean mine = holder.equals(identity);
        Duration duration = Duration.ofSeconds(spec.path("leaseDurationSeconds").asLong(leaseDuration.toSeconds()));
        boolean alive = !holder.isEmpty() && !mine && !isPredecessor(holder);
        if (alive && now.isBefore(sighting.at().plus(duration))) {
            return Optional.empty();
        }
        ObjectNode claimed = spec.isObject() ? spec.deepCopy() : Json.object();
        claimed.put("holderIdentity", identity);
        claimed.put("leaseDurationSeconds", Math.toIntExact(leaseDuration.toSeconds()));
        claimed.put("renewTime", Timestamps.micros(now));
        if (!mine) {
            claimed.put("acquireTime", Timestamps.micros(now));
            claimed.put("leaseTransitions", spec.path("leaseTransitions").asInt(0) + (holder.isEmpty() ? 0 : 1));
        }
        return Optional.of(claimed);
    }

    private boolean isPredecessor(String holder) {
        return !place.isEmpty() && holder.startsWith(prefix(place));
    }

    /** The lease's spec after stepping down, so that the next leader need not wait; empty when it is not ours. */
    public Optional<ObjectNode> release(JsonNode spec, Instant now) {
        if (!spec.path("holderIdentity").asText("").equals(identity)) {
            return Optional.empty();
        }
        ObjectNode released = spec.deepCopy();
        released.put("holderIdentity", "");
        released.put("leaseDurationSeconds", 1);
        released.put("renewTime", Timestamps.micros(now));
        return Optional.of(released);
    }
}
