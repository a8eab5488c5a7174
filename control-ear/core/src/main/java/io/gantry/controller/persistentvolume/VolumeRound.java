package io.gantry.controller.persistentvolume;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Plan;
import io.gantry.object.Nodes;
import io.gantry.storage.PersistentVolume;
import io.gantry.storage.PersistentVolumeClaim;
import io.gantry.storage.StorageNames;
import java.util.List;
import java.util.Optional;

/** Says what phase a volume is in, and what becomes of one whose claim is gone. */
final class VolumeRound {

    private VolumeRound() {}

    static Plan plan(PersistentVolume volume, ClusterView view) {
        if (!volume.isClaimed() || volume.claimUid().isEmpty()) {
            return inPhase(volume, "Available");
        }
        // the view has all that was before the volume's own revision: a claim that it does not have is gone
        Optional<PersistentVolumeClaim> claim = volume.claimKey()
                .flatMap(view::get)
                .filter(found -> found.uid().equals(volume.claimUid()))
                .map(PersistentVolumeClaim::new);
        if (claim.isEmpty()) {
            return released(volume);
        }
        String wanted = claim.get().volumeName();
        if (wanted.isEmpty()) {
            return unfinished(volume, claim.get());
        }
        if (wanted.equals(volume.name())) {
            return inPhase(volume, "Bound");
        }
        boolean madeForIt = volume.hasAnnotation(StorageNames.PROVISIONED_BY)
                && volume.reclaimPolicy().equals("Delete");
        return madeForIt ? released(volume) : unbound(volume);
    }

    private static Plan inPhase(PersistentVolume volume, String phase) {
        return Plan.builder()
                .updateStatus(volume.object(), Binding.phase(volume, phase, ""))
                .build();
    }

    /** A look at the claim finishes the binding, unless the two can never be bound. */
    private static Plan unfinished(PersistentVolume volume, PersistentVolumeClaim claim) {
        if (volume.volumeMode().equals(claim.volumeMode())) {
            return Plan.NOTHING;
        }
        return Plan.builder()
                .event(Binding.warning(
                        volume.object(),
                        "VolumeMismatch",
                        "Cannot bind PersistentVolume to requested PersistentVolumeClaim \"" + claim.name()
                                + "\" due to incompatible volumeMode."))
                .event(Binding.warning(
                        claim.object(),
                        "VolumeMismatch",
                        "Cannot bind PersistentVolume \"" + volume.name()
                                + "\" to requested PersistentVolumeClaim due to incompatible volumeMode."))
                .build();
    }

    /** Another volume was faster: a person's wish to have this one for the claim stays, the controller's choice does not. */
    private static Plan unbound(PersistentVolume volume) {
        ObjectNode desired = volume.object().copy();
        ObjectNode spec = Nodes.child(desired, "spec");
        if (volume.isBoundByController()) {
            spec.remove("claimRef");
            Nodes.child(Nodes.child(desired, "metadata"), "annotations").remove(StorageNames.BOUND_BY_CONTROLLER);
        } else {
            Nodes.child(spec, "claimRef").remove("uid");
        }
        return Plan.builder()
                .update(volume.object(), desired)
                .updateStatus(volume.object(), Binding.phase(volume, "Available", ""))
                .build();
    }

    private static Plan released(PersistentVolume volume) {
        Plan.Builder plan = Plan.builder();
        if (!List.of("Released", "Failed").contains(volume.phase())) {
            plan.updateStatus(volume.object(), Binding.phase(volume, "Released", ""));
        }
        switch (volume.reclaimPolicy()) {
            case "Retain" -> {
                // the data is a person's to look after
            }
            case "Delete" -> {
                if (!isDeletedByOthers(volume)) {
                    String provisioner = volume.provisioner();
                    failed(
                            volume,
                            "VolumeFailedDelete",
                            provisioner.isEmpty()
                                    ? "error getting deleter volume plugin for volume \"" + volume.name()
                                            + "\": no deletable volume plugin matched"
                                    : "no volume plugin matched name: " + provisioner,
                            plan);
                }
            }
            case "Recycle" -> failed(volume, "VolumeFailedRecycle", "No recycler plugin found for the volume!", plan);
            default ->
                failed(
                        volume,
                        "VolumeUnknownReclaimPolicy",
                        "Volume has unrecognized PersistentVolumeReclaimPolicy",
                        plan);
        }
        return plan.build();
    }

    /** Its provisioner, or a CSI driver's, sees by the phase that it is to be deleted. */
    private static boolean isDeletedByOthers(PersistentVolume volume) {
        return !volume.provisioner().isEmpty() && !volume.provisioner().startsWith("kubernetes.io/")
                || Nodes.has(volume.object().spec(), "csi");
    }

    private static void failed(PersistentVolume volume, String reason, String message, Plan.Builder plan) {
        if (!volume.phase().equals("Failed")) {
            plan.updateStatus(volume.object(), Binding.phase(volume, "Failed", message));
            plan.event(Binding.warning(volume.object(), reason, message));
        }
    }
}
