package io.gantry.controller.deployment;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a change of a Deployment's size, or any while it is paused, does to its ReplicaSets: a rollout underway keeps its proportions. */
final class ProportionalScaling {

    private final ReplicaSets sets;

    ProportionalScaling(ReplicaSets sets) {
        this.sets = sets;
    }

    void apply() {
        Optional<ReplicaSetDraft> only = activeOrLatest();
        if (only.isPresent()) {
            sets.scale(only.get(), sets.desired());
        } else if (sets.current().filter(this::isSaturated).isPresent()) {
            sets.oldActive().forEach(old -> sets.scale(old, 0));
        } else if (sets.strategy().rolling()) {
            spread();
        }
    }

    /** The only ReplicaSet with pods, or the newest when none has any; empty when several have pods or there are none at all. */
    private Optional<ReplicaSetDraft> activeOrLatest() {
        List<ReplicaSetDraft> active = sets.allActive();
        return switch (active.size()) {
            case 0 ->
                sets.current()
                        .or(() -> sets.old().isEmpty()
                                ? Optional.empty()
                                : Optional.of(sets.old().getLast()));
            case 1 -> Optional.of(active.getFirst());
            default -> Optional.empty();
        };
    }

    private boolean isSaturated(ReplicaSetDraft current) {
        int desired = sets.desired();
        return current.replicas() == desired
                && current.count(RevisionAnnotations.DESIRED_REPLICAS).orElse(-1) == desired
                && current.available() == desired;
    }

    private void spread() {
        int allowed = sets.desired() > 0 ? sets.desired() + sets.strategy().maxSurge() : 0;
        int toAdd = allowed - sets.sum(ReplicaSetDraft::replicas);
        List<ReplicaSetDraft> active = largestFirst(toAdd);
        Map<ReplicaSetDraft, Integer> sizes = new LinkedHashMap<>();
        int added = 0;
        for (ReplicaSetDraft draft : active) {
            int share = share(draft, toAdd, added);
            sizes.put(draft, draft.replicas() + share);
            added += share;
        }
        if (!active.isEmpty()) {
            int leftOver = toAdd - added;
            sizes.merge(active.getFirst(), leftOver, (size, rest) -> Math.max(0, size + rest));
        }
        sizes.forEach((draft, size) -> {
            sets.scale(draft, size);
            sets.annotateSizes(draft);
        });
    }

    /** Of equal sizes the newer grow first and the older shrink first. */
    private List<ReplicaSetDraft> largestFirst(int toAdd) {
        Comparator<ReplicaSetDraft> byAge =
                toAdd > 0 ? ReplicaSetDraft.OLDEST_FIRST.reversed() : ReplicaSetDraft.OLDEST_FIRST;
        return sets.allActive().stream()
                .sorted(Comparator.comparingInt(ReplicaSetDraft::replicas)
                        .reversed()
                        .thenComparing(byAge))
                .toList();
    }

    private int share(ReplicaSetDraft draft, int toAdd, int added) {
        int rest = toAdd - added;
        if (rest == 0) {
            return 0;
        }
        int fraction = fraction(draft);
        return toAdd > 0 ? Math.min(fraction, rest) : Math.max(fraction, rest);
    }

    // 10 replicas and surge 3 grow to 15 and surge 5: a ReplicaSet of 8 of the 13 becomes 8 * 20 / 13 = 12.3, so it
    // gets 4 more.
    private int fraction(ReplicaSetDraft draft) {
        if (sets.desired() == 0) {
            return -draft.replicas();
        }
        int before = draft.count(RevisionAnnotations.MAX_REPLICAS)
                .filter(max -> max > 0)
                .orElse(sets.deployment().status().path("replicas").asInt(0));
        if (before == 0) {
            return 0;
        }
        int after = sets.desired() + sets.strategy().maxSurge();
        return (int) Math.round((double) draft.replicas() * after / before) - draft.replicas();
    }
}
