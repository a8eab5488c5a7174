package io.gantry.scheduler;

import io.gantry.object.ObjectKey;
import io.gantry.scheduler.model.ClusterChange;
import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.PodInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Pods without a node: those to try now, higher priority and then older first; those that no node could take, which wait for a change
 * that one of the plugins that kept them off nodes finds helpful, or for five minutes; and those that wait for their back-off of 1 s
 * doubling to 10 s. When there is nothing else to do, the back-off of pods that a change may help is not waited for.
 */
final class SchedulingQueue {

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** Clocks are set by so little all the time. */
    private static final Duration CLOCK_PLAY = Duration.ofSeconds(1);

    /** What a pod waits for. */
    private enum Why {
        CHANGE,
        BACKOFF,
        /** The back-off after a failed write, which is never cut short. */
        FAILURE
    }

    /** A pod that could not be placed. */
    private record Waiting(PodInfo pod, Set<FilterPlugin> rejectors, Instant due, Instant tryAgain, Why why) {

        Waiting forBackoff() {
            return new Waiting(pod, rejectors, tryAgain, tryAgain, Why.BACKOFF);
        }

        Waiting as(PodInfo changed) {
            return new Waiting(changed, rejectors, due, tryAgain, why);
        }

        /** Without rejectors nothing was looked at, so that anything may help. */
        boolean mayBeHelpedBy(ClusterChange change) {
            return rejectors.isEmpty() || rejectors.stream().anyMatch(plugin -> plugin.mayHelp(pod, change));
        }
    }

    private static final Comparator<PodInfo> ORDER = Comparator.comparing(PodInfo::priority, Comparator.reverseOrder())
            .thenComparing(PodInfo::created)
            .thenComparing(PodInfo::key);

    private static final Comparator<Waiting> BY_TIME =
            Comparator.comparing(Waiting::due).thenComparing(Waiting::pod, ORDER);

    private final TreeSet<PodInfo> active = new TreeSet<>(ORDER);
    private final Map<ObjectKey, PodInfo> activeByKey = new HashMap<>();
    private final Map<ObjectKey, Waiting> waiting = new HashMap<>();
    private final Map<Why, TreeSet<Waiting>> byTime = Map.of(
            Why.CHANGE, new TreeSet<>(BY_TIME),
            Why.BACKOFF, new TreeSet<>(BY_TIME),
            Why.FAILURE, new TreeSet<>(BY_TIME));
    private final Map<ObjectKey, Integer> attempts = new HashMap<>();
    private Instant advanced = Instant.EPOCH;

    /** A pod that is new or is to be tried now. */
    void add(PodInfo pod) {
        remove(pod.key());
        active.add(pod);
        activeByKey.put(pod.key(), pod);
    }

    /** A pod as the cluster has it now. One that waits goes on waiting, unless it asks for something else than before. */
    void refresh(PodInfo pod) {
        Waiting present = waiting.get(pod.key());
        if (present == null || !present.pod().uid().equals(pod.uid())) {
            add(pod);
            return;
        }
        remove(pod.key());
        boolean helped = present.why() == Why.CHANGE && !present.pod().asksAs(pod);
        await(helped ? present.as(pod).forBackoff() : present.as(pod));
    }

    void remove(ObjectKey key) {
        PodInfo present = activeByKey.remove(key);
        if (present != null) {
            active.remove(present);
        }
        Waiting before = waiting.remove(key);
        if (before != null) {
            byTime.get(before.why()).remove(before);
        }
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
            return Optional.of(next);
        }
        TreeSet<Waiting> backingOff = byTime.get(Why.BACKOFF);
        if (backingOff.isEmpty()) {
            return Optional.empty();
        }
        PodInfo early = backingOff.first().pod();
        remove(early.key());
        return Optional.of(early);
    }

    /**
     * No node could take the pod.
     *
     * @param rejectors the plugins that kept it off nodes
     */
    void postpone(PodInfo pod, Set<FilterPlugin> rejectors, Instant now) {
        Instant tryAgain = now.plus(backoff(pod));
        remove(pod.key());
        await(new Waiting(pod, rejectors, tryAgain.plus(LONGEST_WAIT), tryAgain, Why.CHANGE));
    }

    /** A write for the pod failed. */
    void retry(PodInfo pod, Instant now) {
        Instant tryAgain = now.plus(backoff(pod));
        remove(pod.key());
        await(new Waiting(pod, Set.of(), tryAgain, tryAgain, Why.FAILURE));
    }

    private Duration backoff(PodInfo pod) {
        int attempt = attempts.merge(pod.key(), 1, Integer::sum);
        Duration backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(attempt - 1, 4));
        return backoff.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : backoff;
    }

    private void await(Waiting pod) {
        waiting.put(pod.pod().key(), pod);
        byTime.get(pod.why()).add(pod);
    }

    /** The cluster changed: pods that this may help are tried again after their back-off. */
    void wake(ClusterChange change) {
        List<Waiting> helped = byTime.get(Why.CHANGE).stream()
                .filter(pod -> pod.mayBeHelpedBy(change))
                .toList();
        helped.forEach(this::wake);
    }

    private void wake(Waiting pod) {
        remove(pod.pod().key());
        await(pod.forBackoff());
    }

    /** Tries a pod again after its back-off, whatever it waited for. */
    void wake(ObjectKey key) {
        Optional.ofNullable(waiting.get(key))
                .filter(pod -> pod.why() == Why.CHANGE)
                .ifPresent(this::wake);
    }

    /** Moves what has waited long enough to the pods to try now; all that waits when the clock was put back. */
    void advance(Instant now) {
        boolean putBack = now.isBefore(advanced.minus(CLOCK_PLAY));
        for (TreeSet<Waiting> pods : byTime.values()) {
            while (!pods.isEmpty() && (putBack || !now.isBefore(pods.first().due()))) {
                add(pods.first().pod());
            }
        }
        advanced = now;
    }

    /** When {@link #advance} will next have something to do. */
    Optional<Instant> nextDue() {
        return byTime.values().stream()
                .flatMap(pods -> pods.isEmpty() ? Stream.of() : Stream.of(pods.first()))
                .map(Waiting::due)
                .min(Comparator.naturalOrder());
    }

    boolean hasActive() {
        return !active.isEmpty() || !byTime.get(Why.BACKOFF).isEmpty();
    }

    int size() {
        return active.size() + waiting.size();
    }
}
