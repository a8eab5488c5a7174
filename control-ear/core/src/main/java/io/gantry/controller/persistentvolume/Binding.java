package io.gantry.controller.persistentvolume;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.Plan;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.storage.PersistentVolume;
import io.gantry.storage.PersistentVolumeClaim;
import io.gantry.storage.StorageNames;

/** Makes both sides of a binding name each other. */
final class Binding {

    private Binding() {}

    /**
     * The volume names the claim first, so that nobody else takes it; a plan that ends in the middle is taken up again by the
     * next look at the claim.
     */
    static Plan of(PersistentVolumeClaim claim, PersistentVolume volume) {
        return Plan.builder()
                .update(volume.object(), PersistentVolume.bound(volume.object().copy(), claim))
                .updateStatus(volume.object(), phase(volume, "Bound", ""))
                .update(claim.object(), bound(claim, volume))
                .updateStatus(claim.object(), ClaimStatus.with(claim, volume))
                .build();
    }

    private static ObjectNode bound(PersistentVolumeClaim claim, PersistentVolume volume) {
        ObjectNode desired = claim.object().copy();
        ObjectNode metadata = Nodes.child(desired, "metadata");
        if (!claim.volumeName().equals(volume.name())) {
            Nodes.child(desired, "spec").put("volumeName", volume.name());
            Nodes.child(metadata, "annotations").put(StorageNames.BOUND_BY_CONTROLLER, "yes");
        }
        if (!claim.isBindCompleted()) {
            Nodes.child(metadata, "annotations").put(StorageNames.BIND_COMPLETED, "yes");
        }
        return desired;
    }

    /** A volume's status in another phase; as it is when it is in that phase already. */
    static ObjectNode phase(PersistentVolume volume, String phase, String message) {
        ObjectNode status = Nodes.copy(volume.object().status());
        if (volume.phase().equals(phase)) {
            return status;
        }
        status.put("phase", phase).remove("message");
        if (!message.isEmpty()) {
            status.put("message", message);
        }
        return status;
    }

    static EventDraft normal(ApiObject about, String reason, String message) {
        return EventDraft.normal(about, PersistentVolumeController.NAME, reason, message);
    }

    static EventDraft warning(ApiObject about, String reason, String message) {
        return EventDraft.warning(about, PersistentVolumeController.NAME, reason, message);
    }
}
