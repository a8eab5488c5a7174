package io.gantry.scheduler.plugin;

import io.gantry.cache.ClusterView;
import io.gantry.object.ObjectKey;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.storage.PersistentVolume;
import io.gantry.storage.PersistentVolumeClaim;
import io.gantry.storage.StorageNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the claims of one pod need of nodes, found once for all nodes.
 *
 * @param bound the volumes that claims have; empty for one that is not there
 * @param delayed smallest first
 */
record VolumeNeeds(List<Optional<LocatedVolume>> bound, List<DelayedClaim> delayed) {

    static VolumeNeeds of(ClaimsOfPod claims, ReservedVolumes reserved, ClusterView view) {
        List<PersistentVolume> volumes = volumesOfInterest(claims.delayed(), view);
        return new VolumeNeeds(
                claims.bound().stream()
                        .map(claim -> view.get(ObjectKey.cluster(StorageNames.VOLUMES, claim.volumeName()))
                                .map(volume -> LocatedVolume.of(new PersistentVolume(volume))))
                        .toList(),
                claims.delayed().stream()
                        .map(claim -> DelayedClaim.of(claim, volumes, reserved, view))
                        .toList());
    }

    private static List<PersistentVolume> volumesOfInterest(List<PersistentVolumeClaim> delayed, ClusterView view) {
        return delayed.isEmpty()
                ? List.of()
                : view.list(StorageNames.VOLUMES).stream()
                        .map(PersistentVolume::new)
                        .filter(volume -> delayed.stream().anyMatch(claim -> isOfInterest(volume, claim)))
                        .toList();
    }

    private static boolean isOfInterest(PersistentVolume volume, PersistentVolumeClaim claim) {
        return volume.isClaimed() ? volume.isBoundTo(claim) : volume.className().equals(claim.className());
    }

    /** What the claims would have on a node. */
    VolumesOnNode on(NodeInfo node) {
        for (Optional<LocatedVolume> volume : bound) {
            if (volume.isEmpty()) {
                return VolumesOnNode.none(VolumesOnNode.MISSING);
            }
            if (!volume.get().isUsableOn(node)) {
                return VolumesOnNode.none(VolumesOnNode.WRONG_NODE);
            }
        }
        List<VolumesOnNode.Match> matches = new ArrayList<>();
        List<PersistentVolumeClaim> provisions = new ArrayList<>();
        Set<String> chosen = new HashSet<>();
        for (DelayedClaim delayedClaim : delayed) {
            if (!delayedClaim.mayBeOn(node)) {
                return VolumesOnNode.none(VolumesOnNode.NO_VOLUME);
            }
            Optional<PersistentVolume> match = delayedClaim.match(node, chosen);
            if (match.isPresent()) {
                chosen.add(match.get().name());
                matches.add(new VolumesOnNode.Match(delayedClaim.claim(), match.get()));
            } else if (delayedClaim.canBeProvisioned(node)) {
                provisions.add(delayedClaim.claim());
            } else {
                return VolumesOnNode.none(VolumesOnNode.NO_VOLUME);
            }
        }
        return new VolumesOnNode(List.of(), matches, provisions);
    }
}
