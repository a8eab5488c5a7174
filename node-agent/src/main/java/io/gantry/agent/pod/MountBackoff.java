package io.gantry.agent.pod;

import io.gantry.agent.volume.VolumeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When the volumes of one pod that could not be set up are tried again: each on its own, after 500 ms, then 1 s, 2 s, 4 s … up to 2 min 2 s, and
 * from the start again once it has been set up (upstream's goroutinemap/exponentialbackoff). A volume that lacks an API object need not wait
 * for its time when one changes; how long it waits if that did not help still grows.
 */
final class MountBackoff {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration MAX = Duration.ofSeconds(122);

    private record Wait(Duration duration, Instant until, VolumeException why) {

        Wait untilNow() {
            return new Wait(duration, Instant.EPOCH, why);
        }
    }

    private final Map<String, Wait> waits = new HashMap<>();
    private long changes;

    /** How often objects have changed, to be asked before they are read for a try. */
    synchronized long changes() {
        return changes;
    }

    synchronized boolean mayTry(String volume, Instant now) {
        return !waits.containsKey(volume) || !now.isBefore(waits.get(volume).until());
    }

    /**
     * A try has failed.
     *
     * @param seen {@link #changes()} before the try: what has changed since may have been read too early
     */
    synchronized void failed(String volume, VolumeException why, long seen, Instant now) {
        Duration duration = waits.containsKey(volume) ? longer(waits.get(volume).duration()) : FIRST;
        Wait wait = new Wait(duration, now.plus(duration), why);
        waits.put(volume, why.lacksObject() && seen != changes ? wait.untilNow() : wait);
    }

    synchronized void succeeded(String volume) {
        waits.remove(volume);
    }

    /** An API object has changed that volumes may be made from. */
    synchronized void objectsChanged() {
        changes++;
        waits.replaceAll((volume, wait) -> wait.why().lacksObject() ? wait.untilNow() : wait);
    }

    /** Of the volume that is tried next; empty when none failed. */
    synchronized Optional<Failure> next() {
        return waits.values().stream()
                .min(Comparator.comparing(Wait::until))
                .map(wait -> new Failure("FailedMount", wait.why().getMessage(), wait.until()));
    }

    private static Duration longer(Duration duration) {
        Duration doubled = duration.multipliedBy(2);
        return doubled.compareTo(MAX) > 0 ? MAX : doubled;
    }
}
