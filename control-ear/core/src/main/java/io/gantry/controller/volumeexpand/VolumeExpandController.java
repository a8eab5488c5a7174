package io.gantry.controller.volumeexpand;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.Conditions;
import io.gantry.event.EventDraft;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.storage.NodeLocal;
import io.gantry.storage.PersistentVolume;
import io.gantry.storage.PersistentVolumeClaim;
import io.gantry.storage.StorageNames;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Claims that ask for more than their volume has. A directory of a node has no size of its own: it grows by saying so. */
public final class VolumeExpandController implements Controller {

    @Override
    public String name() {
        return "volume_expand";
    }

    @Override
    public Watches watches() {
        return Watches.none().on(StorageNames.CLAIMS, (event, view) -> wanting(event));
    }

    private static Collection<ObjectKey> wanting(CacheEvent event) {
        PersistentVolumeClaim claim = new PersistentVolumeClaim(event.object());
        return !(event instanceof CacheEvent.Deleted) && wantsMore(claim) ? List.of(claim.key()) : List.of();
    }

    private static boolean wantsMore(PersistentVolumeClaim claim) {
        return claim.phase().equals("Bound") && claim.request().compareTo(claim.capacity()) > 0;
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .map(PersistentVolumeClaim::new)
                .filter(VolumeExpandController::wantsMore)
                .flatMap(claim -> view.get(ObjectKey.cluster(StorageNames.VOLUMES, claim.volumeName()))
                        .map(PersistentVolume::new)
                        .filter(volume -> volume.claimUid().equals(claim.uid()))
                        .map(volume -> grow(claim, volume)))
                .orElse(Plan.NOTHING);
    }

    private Plan grow(PersistentVolumeClaim claim, PersistentVolume volume) {
        if (!volume.provisioner().equals(NodeLocal.PROVISIONER)) {
            String message = "waiting for an external controller to expand this PVC";
            boolean expected = Nodes.has(volume.object().spec(), "csi");
            return Plan.builder()
                    .event(
                            expected
                                    ? EventDraft.normal(claim.object(), name(), "ExternalExpanding", message)
                                    : EventDraft.warning(claim.object(), name(), "ExternalExpanding", message))
                    .build();
        }
        String size = claim.request().toString();
        ObjectNode larger = volume.object().copy();
        if (volume.capacity().compareTo(claim.request()) < 0) {
            Nodes.child(Nodes.child(larger, "spec"), "capacity").put("storage", size);
        }
        ObjectNode status = Nodes.copy(claim.object().status());
        Nodes.child(status, "capacity").put("storage", size);
        Conditions.of(status)
                .without("Resizing")
                .without("FileSystemResizePending")
                .writeTo(status);
        return Plan.builder()
                .update(volume.object(), larger)
                .updateStatus(claim.object(), status)
                .event(EventDraft.normal(claim.object(), name(), "VolumeResizeSuccessful", "Resize volume succeeded"))
                .build();
    }
}
