package io.gantry.controller;

import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys that wait for a controller. A key waits at most once, is never given out twice at the same time, and one that is
 * added while it is worked on is given out again after. Not thread-safe: its owner locks.
 */
final class WorkQueue {

    private record Due(Instant at, ObjectKey key) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : key.compareTo(other.key);
        }
    }

    /** Clocks are set by so little all the time. */
    private static final Duration CLOCK_PLAY = Duration.ofSeconds(1);

    private final int capacity;
    private final LinkedHashSet<ObjectKey> ready = new LinkedHashSet<>();
    private final Set<ObjectKey> active = new HashSet<>();
    private final Set<ObjectKey> again = new HashSet<>();
    private final TreeSet<Due> delayed = new TreeSet<>();
    private final Map<ObjectKey, Instant> dueTimes = new HashMap<>();
    private Instant released = Instant.EPOCH;

    WorkQueue(int capacity) {
        this.capacity = capacity;
    }

    /** False when the queue is full: the key was not taken, and its owner must list everything again some time. */
    boolean add(ObjectKey key) {
        if (active.contains(key)) {
            again.add(key);
            return true;
        }
        if (ready.contains(key)) {
            return true;
        }
        return ready.size() < capacity && ready.add(key);
    }

    /** Adds the key at a time, or earlier if it is due earlier already. False when the queue is full. */
    boolean addAt(ObjectKey key, Instant at) {
        Instant present = dueTimes.get(key);
        if (present != null && !present.isAfter(at)) {
            return true;
        }
        if (present != null) {
            delayed.remove(new Due(present, key));
        } else if (dueTimes.size() >= capacity) {
            return false;
        }
        dueTimes.put(key, at);
        delayed.add(new Due(at, key));
        return true;
    }

    /** Makes the keys ready whose time has come; all of them when the clock was put back, since their times mean nothing any more. */
    void release(Instant now) {
        boolean putBack = now.isBefore(released.minus(CLOCK_PLAY));
        while (!delayed.isEmpty() && (putBack || !delayed.first().at().isAfter(now))) {
            if (!add(delayed.first().key())) {
                return;
            }
            dueTimes.remove(delayed.pollFirst().key());
        }
        released = now;
    }

    /** Gives out the key that has waited longest; {@link #done} must follow. */
    Optional<ObjectKey> take() {
        if (ready.isEmpty()) {
            return Optional.empty();
        }
        ObjectKey key = ready.removeFirst();
        active.add(key);
        return Optional.of(key);
    }

    /** Work on a key has ended. */
    void done(ObjectKey key) {
        active.remove(key);
        if (again.remove(key)) {
            ready.add(key);
        }
    }

    Optional<Instant> nextDue() {
        return delayed.isEmpty()
                ? Optional.empty()
                : Optional.of(delayed.first().at());
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Keys that wait now, without the delayed. */
    int depth() {
        return ready.size();
    }

    void clear() {
        ready.clear();
        again.clear();
        delayed.clear();
        dueTimes.clear();
    }
}
