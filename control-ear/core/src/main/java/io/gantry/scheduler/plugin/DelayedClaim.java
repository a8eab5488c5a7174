package io.gantry.scheduler.plugin;

import io.gantry.cache.ClusterView;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.storage.PersistentVolume;
import io.gantry.storage.PersistentVolumeClaim;
import io.gantry.storage.StorageClass;
import io.gantry.storage.VolumeMatch;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A claim that waits for the scheduler.
 *
 * @param node the only one that it may have its volume on; empty when that is not settled yet
 * @param candidates volumes that it may get, best first
 * @param maker the class that a volume may be made by; empty when none is to be made
 */
record DelayedClaim(
        PersistentVolumeClaim claim,
        Optional<String> node,
        List<LocatedVolume> candidates,
        Optional<StorageClass> maker) {

    static DelayedClaim of(
            PersistentVolumeClaim claim, List<PersistentVolume> volumes, ReservedVolumes reserved, ClusterView view) {
        Optional<String> promised = reserved.volumeOf(claim.key());
        Optional<StorageClass> maker = promised.isPresent()
                ? Optional.empty()
                : StorageClass.named(claim.className(), view).filter(DelayedClaim::makesVolumes);
        return new DelayedClaim(claim, reserved.nodeOf(claim), candidates(claim, volumes, promised, reserved), maker);
    }

    private static List<LocatedVolume> candidates(
            PersistentVolumeClaim claim,
            List<PersistentVolume> volumes,
            Optional<String> promised,
            ReservedVolumes reserved) {
        if (claim.selectedNode().isPresent()) {
            return List.of();
        }
        if (promised.isPresent()) {
            return volumes.stream()
                    .filter(volume -> volume.name().equals(promised.get()))
                    .map(LocatedVolume::of)
                    .toList();
        }
        Set<String> taken = reserved.takenFrom(claim.key());
        List<PersistentVolume> rest = volumes.stream()
                .filter(volume -> !taken.contains(volume.name()))
                .toList();
        return new VolumeMatch(claim)
                .bestFirst(rest).stream().map(LocatedVolume::of).toList();
    }

    private static boolean makesVolumes(StorageClass storageClass) {
        return !storageClass.provisioner().isEmpty()
                && !storageClass.provisioner().equals(StorageClass.NO_PROVISIONER);
    }

    boolean mayBeOn(NodeInfo other) {
        return node.isEmpty() || node.get().equals(other.name());
    }

    /** @param chosen names of volumes that other claims of the pod get */
    Optional<PersistentVolume> match(NodeInfo node, Set<String> chosen) {
        return candidates.stream()
                .filter(candidate -> !chosen.contains(candidate.volume().name()) && candidate.isUsableOn(node))
                .map(LocatedVolume::volume)
                .findFirst();
    }

    boolean canBeProvisioned(NodeInfo node) {
        return maker.filter(found -> found.allows(node.labels())).isPresent();
    }
}
