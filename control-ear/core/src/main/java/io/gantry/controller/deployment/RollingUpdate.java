package io.gantry.controller.deployment;

import java.util.List;

/** One step of a rolling update: grow the current ReplicaSet, or, when it cannot grow, shrink the old ones. */
final class RollingUpdate {

    private final ReplicaSets sets;
    private final ReplicaSetDraft current;

    RollingUpdate(ReplicaSets sets, ReplicaSetDraft current) {
        this.sets = sets;
        this.current = current;
    }

    /** Whether anything was scaled. */
    boolean apply() {
        return scaleCurrent() || scaleDownOld();
    }

    private boolean scaleCurrent() {
        int size = current.replicas() > sets.desired() ? sets.desired() : currentSize(sets, current.replicas());
        return sets.scale(current, size);
    }

    /** The size that the current ReplicaSet may have now, beside the others. */
    static int currentSize(ReplicaSets sets, int present) {
        if (!sets.strategy().rolling()) {
            return sets.desired();
        }
        int room = sets.desired() + sets.strategy().maxSurge() - sets.sum(ReplicaSetDraft::replicas);
        return room <= 0 ? present : present + Math.min(room, sets.desired() - present);
    }

    // 10 replicas, surge 3, unavailable 2: at least 8 must stay available, so with 13 pods, 5 of them new and unready,
    // 13 - 8 - 5 = 0 old pods may go: a crash-looping rollout must not eat the old ones.
    private boolean scaleDownOld() {
        int minAvailable = sets.desired() - sets.strategy().maxUnavailable();
        int currentUnavailable = current.replicas() - current.available();
        int surplus = sets.sum(ReplicaSetDraft::replicas) - minAvailable - currentUnavailable;
        List<ReplicaSetDraft> old = sets.oldActive();
        if (old.isEmpty() || surplus <= 0) {
            return false;
        }
        int unhealthy = removeUnhealthy(old, surplus);
        int healthy = removeHealthy(old, sets.sum(ReplicaSetDraft::available) - minAvailable);
        return unhealthy + healthy > 0;
    }

    /** Old pods that are not available hold up nothing but the rollout; a ReplicaSet deletes such pods first. */
    private int removeUnhealthy(List<ReplicaSetDraft> old, int most) {
        int removed = 0;
        for (ReplicaSetDraft draft : old) {
            int count = Math.min(most - removed, draft.replicas() - draft.available());
            if (count > 0) {
                sets.scale(draft, draft.replicas() - count);
                removed += count;
            }
        }
        return removed;
    }

    private int removeHealthy(List<ReplicaSetDraft> old, int most) {
        int removed = 0;
        for (ReplicaSetDraft draft : old) {
            int count = Math.min(most - removed, draft.replicas());
            if (count > 0) {
                sets.scale(draft, draft.replicas() - count);
                removed += count;
            }
        }
        return removed;
    }
}
