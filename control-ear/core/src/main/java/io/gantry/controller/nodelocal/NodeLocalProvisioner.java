package io.gantry.controller.nodelocal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.ResourceNames;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.storage.NodeLocal;
import io.gantry.storage.PersistentVolume;
import io.gantry.storage.PersistentVolumeClaim;
import io.gantry.storage.StorageClass;
import io.gantry.storage.StorageNames;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Makes volumes that are directories of the node where a claim's first pod runs, and deletes them. The node's agent makes the directory
 * when a pod first uses it, and removes it before the volume goes.
 */
public final class NodeLocalProvisioner implements Controller {

    @Override
    public String name() {
        return "gantry.io/node-local";
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .on(StorageNames.CLAIMS, (event, view) -> asked(event))
                .on(StorageNames.VOLUMES, (event, view) -> own(event.object()))
                .on(ResourceNames.NODES, NodeLocalProvisioner::ofNode);
    }

    private static Collection<ObjectKey> asked(CacheEvent event) {
        PersistentVolumeClaim claim = new PersistentVolumeClaim(event.object());
        return claim.provisioner().equals(NodeLocal.PROVISIONER)
                        && claim.volumeName().isEmpty()
                        && !(event instanceof CacheEvent.Deleted)
                ? List.of(claim.key())
                : List.of();
    }

    private static Collection<ObjectKey> own(ApiObject volume) {
        return new PersistentVolume(volume).provisioner().equals(NodeLocal.PROVISIONER)
                ? List.of(volume.key())
                : List.of();
    }

    /** A node that is gone takes the data with it; one whose agent says only now where it keeps volumes can be used. */
    private static Collection<ObjectKey> ofNode(CacheEvent event, ClusterView view) {
        return event instanceof CacheEvent.Deleted
                ? view.list(StorageNames.VOLUMES).stream()
                        .filter(volume -> NodeLocal.nodeOf(volume)
                                .filter(event.object().name()::equals)
                                .isPresent())
                        .map(ApiObject::key)
                        .toList()
                : List.of();
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .map(object -> key.resource().equals(StorageNames.CLAIMS)
                        ? claim(new PersistentVolumeClaim(object), view)
                        : volume(object, view))
                .orElse(Plan.NOTHING);
    }

    private Plan claim(PersistentVolumeClaim claim, ClusterView view) {
        Optional<StorageClass> storageClass = StorageClass.named(claim.className(), view)
                .filter(found -> found.provisioner().equals(NodeLocal.PROVISIONER));
        boolean made = view.get(ObjectKey.cluster(StorageNames.VOLUMES, "pvc-" + claim.uid()))
                .isPresent();
        boolean early = storageClass.filter(StorageClass::waitsForConsumer).isPresent()
                && claim.selectedNode().isEmpty();
        if (storageClass.isEmpty()
                || made
                || early
                || !claim.volumeName().isEmpty()
                || claim.object().isBeingDeleted()) {
            return Plan.NOTHING;
        }
        return ProvisioningRules.objection(claim, storageClass.get())
                .map(why -> refused(claim, storageClass.get(), why))
                .orElseGet(() -> provision(claim, storageClass.get(), view));
    }

    private Plan provision(PersistentVolumeClaim claim, StorageClass storageClass, ClusterView view) {
        String nodeName = claim.selectedNode().orElse("");
        Optional<ApiObject> node = view.get(ObjectKey.cluster(ResourceNames.NODES, nodeName));
        Optional<String> folder = node.flatMap(NodeLocal::folder);
        if (node.isEmpty() || folder.isEmpty()) {
            String why = node.isEmpty()
                    ? "failed to get target node: node \"" + nodeName + "\" not found"
                    : "node \"" + nodeName + "\" does not say where it keeps volumes";
            return elsewhere(claim, storageClass, why);
        }
        ObjectNode volume = NodeLocal.volume(claim, storageClass, node.get(), folder.get());
        String name = Nodes.text(volume.path("metadata"), "name");
        return Plan.builder()
                .event(EventDraft.normal(
                        claim.object(),
                        name(),
                        "Provisioning",
                        "External provisioner is provisioning volume for claim \""
                                + claim.object().namespace() + "/" + claim.name() + "\""))
                .add(new Change.Create(StorageNames.VOLUMES, volume))
                .event(EventDraft.normal(
                        claim.object(), name(), "ProvisioningSucceeded", "Successfully provisioned volume " + name))
                .build();
    }

    /** The scheduler is to choose another node. */
    private Plan elsewhere(PersistentVolumeClaim claim, StorageClass storageClass, String why) {
        ObjectNode desired = claim.object().copy();
        Nodes.child(Nodes.child(desired, "metadata"), "annotations").remove(StorageNames.SELECTED_NODE);
        return Plan.builder()
                .event(failure(claim, storageClass, why))
                .update(claim.object(), desired)
                .build();
    }

    private Plan refused(PersistentVolumeClaim claim, StorageClass storageClass, String why) {
        return Plan.builder().event(failure(claim, storageClass, why)).build();
    }

    private EventDraft failure(PersistentVolumeClaim claim, StorageClass storageClass, String why) {
        return EventDraft.warning(
                claim.object(),
                name(),
                "ProvisioningFailed",
                "failed to provision volume with StorageClass \"" + storageClass.name() + "\": " + why);
    }

    private Plan volume(ApiObject object, ClusterView view) {
        PersistentVolume volume = new PersistentVolume(object);
        boolean doomed = volume.reclaimPolicy().equals("Delete");
        if (!object.isBeingDeleted()) {
            return doomed && volume.phase().equals("Released") ? Plan.of(Change.Delete.of(object)) : Plan.NOTHING;
        }
        if (!NodeLocal.holds(object) || volume.phase().equals("Bound")) {
            return Plan.NOTHING;
        }
        boolean nodeIsThere = NodeLocal.nodeOf(object)
                .flatMap(node -> view.get(ObjectKey.cluster(ResourceNames.NODES, node)))
                .isPresent();
        // what is to be removed from a node waits for the node's word; what is to be kept, or is gone with its node,
        // does not
        return doomed && nodeIsThere
                ? Plan.NOTHING
                : Plan.builder().update(object, NodeLocal.letGo(object.copy())).build();
    }
}
