package io.gantry.scheduler;

import io.gantry.object.ObjectKey;
import io.gantry.scheduler.model.PodInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Pods without a node: those to try now, higher priority and then older first; and those that no node could take, which wait for a
 * change of the cluster or for five minutes, and then for their back-off of 1 s doubling to 10 s.
 */
final class SchedulingQueue {

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** A pod that could not be placed. */
    private record Waiting(PodInfo pod, Instant tryAgain, boolean woken) {}

    private static final Comparator<PodInfo> ORDER = Comparator.comparing(PodInfo::priority, Comparator.reverseOrder())
            .thenComparing(PodInfo::created)
            .thenComparing(PodInfo::key);

    private final TreeSet<PodInfo> active = new TreeSet<>(ORDER);
    private final Map<ObjectKey, PodInfo> activeByKey = new HashMap<>();
    private final Map<ObjectKey, Waiting> waiting = new HashMap<>();
    private final Map<ObjectKey, Integer> attempts = new HashMap<>();

    /** A pod that is new or has changed. */
    void add(PodInfo pod) {
        remove(pod.key());
        active.add(pod);
        activeByKey.put(pod.key(), pod);
    }

    /** A pod whose status changed but that waits: it keeps its back-off. */
    void refresh(PodInfo pod) {
        Waiting present = waiting.get(pod.key());
        if (present == null) {
            add(pod);
        } else {
            waiting.put(pod.key(), new Waiting(pod, present.tryAgain, present.woken));
        }
    }

    void remove(ObjectKey key) {
        PodInfo present = activeByKey.remove(key);
        if (present != null) {
            active.remove(present);
        }
        waiting.remove(key);
    }

    /** A pod that is placed or gone. */
    void forget(ObjectKey key) {
        remove(key);
        attempts.remove(key);
    }

    Optional<PodInfo> poll() {
        PodInfo next = active.pollFirst();
        if (next != null) {
            activeByKey.remove(next.key());
        }
        return Optional.ofNullable(next);
    }

    /** No node could take the pod. */
    void postpone(PodInfo pod, Instant now) {
        int attempt = attempts.merge(pod.key(), 1, Integer::sum);
        Duration backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(attempt - 1, 4));
        Duration bounded = backoff.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : backoff;
        waiting.put(pod.key(), new Waiting(pod, now.plus(bounded), false));
    }

    /** The cluster changed in a way that may help: everything that waits is tried again after its back-off. */
    void wake() {
        waiting.replaceAll((key, pod) -> new Waiting(pod.pod, pod.tryAgain, true));
    }

    /** Moves what has waited long enough to the pods to try now. */
    void advance(Instant now) {
        List<Waiting> due = waiting.values().stream()
                .filter(pod -> !now.isBefore(pod.woken ? pod.tryAgain : pod.tryAgain.plus(LONGEST_WAIT)))
                .toList();
        due.forEach(pod -> add(pod.pod));
    }

    /** When {@link #advance} will next have something to do. */
    Optional<Instant> nextDue() {
        return waiting.values().stream()
                .map(pod -> pod.woken ? pod.tryAgain : pod.tryAgain.plus(LONGEST_WAIT))
                .min(Comparator.naturalOrder());
    }

    boolean hasActive() {
        return !active.isEmpty();
    }

    int size() {
        return active.size() + waiting.size();
    }
}
