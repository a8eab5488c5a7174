package io.gantry.controller.persistentvolume;

import io.gantry.cache.ClusterView;
import io.gantry.controller.Plan;
import io.gantry.object.ObjectKey;
import io.gantry.storage.PersistentVolume;
import io.gantry.storage.PersistentVolumeClaim;
import io.gantry.storage.StorageNames;
import java.util.Optional;

/** A claim that was bound once: it keeps its volume or is lost, for another volume would not have its data. */
final class BoundClaimRound {

    private BoundClaimRound() {}

    static Plan plan(PersistentVolumeClaim claim, ClusterView view) {
        if (claim.volumeName().isEmpty()) {
            return lost(
                    claim,
                    "ClaimLost",
                    "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!");
        }
        Optional<PersistentVolume> volume = view.get(ObjectKey.cluster(StorageNames.VOLUMES, claim.volumeName()))
                .map(PersistentVolume::new);
        if (volume.isEmpty()) {
            return lost(claim, "ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
        }
        boolean own = !volume.get().isClaimed() || volume.get().claimUid().equals(claim.uid());
        return own
                ? Binding.of(claim, volume.get())
                : lost(
                        claim,
                        "ClaimMisbound",
                        "Two claims are bound to the same volume, this one is bound incorrectly");
    }

    private static Plan lost(PersistentVolumeClaim claim, String reason, String message) {
        if (claim.phase().equals("Lost")) {
            return Plan.NOTHING;
        }
        return Plan.builder()
                .updateStatus(claim.object(), ClaimStatus.without(claim, "Lost"))
                .event(Binding.warning(claim.object(), reason, message))
                .build();
    }
}
