package io.gantry.controller;

import io.gantry.object.ObjectKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds back keys until the view shows what was written for them, so that a controller never decides on a state that it has itself already
 * changed (upstream's "expectations"). Not thread-safe: its owner locks.
 */
final class CatchUp {

    private final Map<ObjectKey, Long> lastWrites = new HashMap<>();
    private final Map<ObjectKey, Long> parked = new HashMap<>();
    private long floor;

    /** No key is given out before the view has reached this revision: the writes of the leader before us end there. */
    void startAt(long revision) {
        lastWrites.clear();
        parked.clear();
        floor = revision;
    }

    void wrote(ObjectKey key, long revision) {
        if (revision > 0) {
            lastWrites.put(key, revision);
        }
    }

    /** Whether a key must wait; if so it is remembered until {@link #release}. */
    boolean mustWait(ObjectKey key, long shown) {
        long needed = Math.max(floor, lastWrites.getOrDefault(key, 0L));
        if (needed <= shown) {
            lastWrites.remove(key);
            return false;
        }
        parked.put(key, needed);
        return true;
    }

    /** The keys that need wait no longer. */
    List<ObjectKey> release(long shown) {
        if (parked.isEmpty()) {
            return List.of();
        }
        List<ObjectKey> caughtUp = parked.entrySet().stream()
                .filter(entry -> entry.getValue() <= shown)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        caughtUp.forEach(parked::remove);
        return caughtUp;
    }
}
