package io.gantry.scheduler.model;

import io.gantry.object.ObjectKey;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes for a pod what it needs besides room on its node, and says when that is ready for it (upstream's Reserve and PreBind). The pod is
 * not bound before; its room on the node is kept meanwhile.
 */
public interface ReservePlugin {

    /**
     * What must happen before a pod is bound.
     *
     * @param updates to be written in this order
     * @param awaited the objects whose changes may make it ready
     */
    record Reservation(List<ObjectUpdate> updates, Set<ObjectKey> awaited) {

        public Reservation {
            updates = List.copyOf(updates);
            awaited = Set.copyOf(awaited);
        }
    }

    /** How far it is; from good to bad, since of several things the worst one counts. */
    enum Progress {
        READY,
        WAITING,
        /** It will not come to be: the pod is to be placed anew. */
        FAILED;

        public static Progress ofAll(Stream<Progress> parts) {
            return parts.max(Comparator.naturalOrder()).orElse(READY);
        }
    }

    /** Takes what a pod needs on the node that it names, so that no other pod gets it; empty when it has all it needs. */
    Optional<Reservation> reserve(PodInfo pod, Snapshot snapshot);

    /** How far it is, once all updates were written and are shown. */
    Progress progress(PodInfo pod, Snapshot snapshot);

    /** The pod is bound or given up: what was taken for it in memory is let go. */
    void release(ObjectKey pod);
}
