package io.gantry.scheduler;

import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.scheduler.model.PodInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pods that have a node and wait there for something else, such as their volumes, before they are bound. */
final class Preparations {

    /** As long as upstream waits for volumes. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /**
     * One of them.
     *
     * @param written the revisions of what was written for it
     * @param awaited the objects whose changes matter
     */
    record Preparation(PodInfo pod, Map<ObjectKey, Long> written, Set<ObjectKey> awaited, Instant begun) {

        Preparation {
            written = Map.copyOf(written);
        }

        /** Whether the view has what was written: before that, it says nothing about what became of it. */
        boolean isShown(ClusterView view) {
            return written.entrySet().stream()
                    .allMatch(entry -> view.get(entry.getKey())
                            .map(object -> object.revision() >= entry.getValue())
                            .orElse(true));
        }

        private Instant due() {
            return begun.plus(LONGEST);
        }
    }

    private final Map<ObjectKey, Preparation> byPod = new HashMap<>();
    private final Map<ObjectKey, Set<ObjectKey>> podsAwaiting = new HashMap<>();

    void add(Preparation preparation) {
        ObjectKey pod = preparation.pod().key();
        remove(pod);
        byPod.put(pod, preparation);
        preparation
                .awaited()
                .forEach(key -> podsAwaiting
                        .computeIfAbsent(key, _ -> new LinkedHashSet<>())
                        .add(pod));
    }

    void remove(ObjectKey pod) {
        Preparation ended = byPod.remove(pod);
        if (ended == null) {
            return;
        }
        for (ObjectKey key : ended.awaited()) {
            Set<ObjectKey> pods = podsAwaiting.get(key);
            pods.remove(pod);
            if (pods.isEmpty()) {
                podsAwaiting.remove(key);
            }
        }
    }

    /** Those for which a change of an object matters. */
    List<Preparation> awaiting(ObjectKey object) {
        return podsAwaiting.getOrDefault(object, Set.of()).stream()
                .map(byPod::get)
                .toList();
    }

    /** Whether what is under way is for a pod that had this name before. */
    boolean isOfAnother(ApiObject pod) {
        Preparation present = byPod.get(pod.key());
        return present != null && !present.pod().uid().equals(pod.uid());
    }

    /** Those that have waited too long. */
    List<Preparation> expired(Instant now) {
        return byPod.values().stream()
                .filter(preparation -> !now.isBefore(preparation.due()))
                .toList();
    }

    /** When one will have waited too long. */
    Optional<Instant> nextDue() {
        return byPod.values().stream().map(Preparation::due).min(Comparator.naturalOrder());
    }
}
