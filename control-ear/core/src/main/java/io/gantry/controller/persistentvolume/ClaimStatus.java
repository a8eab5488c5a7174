package io.gantry.controller.persistentvolume;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.storage.PersistentVolume;
import io.gantry.storage.PersistentVolumeClaim;
import java.util.List;

/** The status of a claim, with a volume and without one. */
final class ClaimStatus {

    private ClaimStatus() {}

    static ObjectNode without(PersistentVolumeClaim claim, String phase) {
        ObjectNode status = Nodes.copy(claim.object().status());
        status.put("phase", phase);
        status.remove(List.of("accessModes", "capacity", "currentVolumeAttributesClassName"));
        return status;
    }

    /** Bound. What it has is told once: later it is the part of those who make volumes grow. */
    static ObjectNode with(PersistentVolumeClaim claim, PersistentVolume volume) {
        ObjectNode status = Nodes.copy(claim.object().status());
        status.set("accessModes", volume.object().spec().path("accessModes").deepCopy());
        if (!claim.phase().equals("Bound")) {
            status.put("phase", "Bound");
            status.set("capacity", volume.object().spec().path("capacity").deepCopy());
            if (Nodes.has(volume.object().spec(), "volumeAttributesClassName")) {
                status.put(
                        "currentVolumeAttributesClassName",
                        Nodes.text(volume.object().spec(), "volumeAttributesClassName"));
            }
        }
        return status;
    }
}
