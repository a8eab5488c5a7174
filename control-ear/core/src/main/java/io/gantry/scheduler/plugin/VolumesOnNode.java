package io.gantry.scheduler.plugin;

import io.gantry.scheduler.model.ObjectUpdate;
import io.gantry.storage.PersistentVolume;
import io.gantry.storage.PersistentVolumeClaim;
import java.util.List;

/**
 * What a pod's claims would have on a node.
 *
 * @param reasons why the node cannot serve them, in upstream's words; none when it can
 * @param matches volumes for claims that have none yet
 * @param provisions claims for which a volume is to be made
 */
record VolumesOnNode(List<String> reasons, List<Match> matches, List<PersistentVolumeClaim> provisions) {

    static final String WRONG_NODE = "node(s) didn't match PersistentVolume's node affinity";
    static final String NO_VOLUME = "node(s) didn't find available persistent volumes to bind";
    static final String MISSING = "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)";

    VolumesOnNode {
        reasons = List.copyOf(reasons);
        matches = List.copyOf(matches);
        provisions = List.copyOf(provisions);
    }

    static VolumesOnNode none(String reason) {
        return new VolumesOnNode(List.of(reason), List.of(), List.of());
    }

    /** A volume that a claim is to get. */
    record Match(PersistentVolumeClaim claim, PersistentVolume volume) {

        ObjectUpdate update() {
            return new ObjectUpdate(volume.object().key(), present -> PersistentVolume.bound(present, claim));
        }
    }

    boolean isAllBound() {
        return matches.isEmpty() && provisions.isEmpty();
    }
}
