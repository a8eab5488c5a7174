package io.gantry.scheduler.plugin;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.scheduler.model.ClusterChange;
import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.ObjectUpdate;
import io.gantry.scheduler.model.PodClaim;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Rejection;
import io.gantry.scheduler.model.ReservePlugin;
import io.gantry.scheduler.model.Snapshot;
import io.gantry.storage.PersistentVolume;
import io.gantry.storage.PersistentVolumeClaim;
import io.gantry.storage.StorageNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps pods where their volumes can be used. Claims of classes that wait for their first consumer get their volume here: one that is
 * free on the pod's node, or the word to a provisioner to make one for it.
 */
public final class VolumeBinding implements FilterPlugin, ReservePlugin {

    private final ClusterView view;
    private final ReservedVolumes reserved = new ReservedVolumes();

    public VolumeBinding(ClusterView view) {
        this.view = view;
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(StorageNames.CLAIMS, StorageNames.VOLUMES, StorageNames.CLASSES);
    }

    @Override
    public Optional<String> objection(PodInfo pod) {
        if (pod.claims().isEmpty()) {
            return Optional.empty();
        }
        for (PodClaim claim : pod.claims()) {
            Optional<String> objection = objection(pod, claim);
            if (objection.isPresent()) {
                return objection;
            }
        }
        return ClaimsOfPod.of(pod, view).hasUnboundImmediate()
                ? Optional.of("pod has unbound immediate PersistentVolumeClaims")
                : Optional.empty();
    }

    private Optional<String> objection(PodInfo pod, PodClaim use) {
        boolean ephemeral = use.origin() == PodClaim.Origin.EPHEMERAL;
        Optional<PersistentVolumeClaim> found =
                view.get(use.key(pod.namespace())).map(PersistentVolumeClaim::new);
        if (found.isEmpty()) {
            return Optional.of(
                    ephemeral
                            ? "waiting for ephemeral volume controller to create the persistentvolumeclaim \""
                                    + use.name() + "\""
                            : "persistentvolumeclaim \"" + use.name() + "\" not found");
        }
        PersistentVolumeClaim claim = found.get();
        if (claim.phase().equals("Lost")) {
            return Optional.of("persistentvolumeclaim \"" + use.name() + "\" bound to non-existent persistentvolume \""
                    + claim.volumeName() + "\"");
        }
        if (claim.object().isBeingDeleted()) {
            return Optional.of("persistentvolumeclaim \"" + use.name() + "\" is being deleted");
        }
        return ephemeral && !claim.object().controllerUid().equals(pod.uid())
                ? Optional.of("PVC " + pod.namespace() + "/" + use.name() + " was not created for pod "
                        + pod.namespace() + "/" + pod.key().name() + " (pod is not owner)")
                : Optional.empty();
    }

    @Override
    public NodeTest prepare(PodInfo pod, Snapshot snapshot) {
        if (pod.claims().isEmpty()) {
            return NodeTest.ALL;
        }
        VolumeNeeds needs = needs(pod);
        return node -> rejection(needs.on(node).reasons());
    }

    private VolumeNeeds needs(PodInfo pod) {
        return VolumeNeeds.of(ClaimsOfPod.of(pod, view), reserved, view);
    }

    private static Optional<Rejection> rejection(List<String> reasons) {
        return reasons.isEmpty() ? Optional.empty() : Optional.of(new Rejection(reasons, Rejection.Remedy.NONE));
    }

    @Override
    public Optional<Reservation> reserve(PodInfo pod, Snapshot snapshot) {
        if (pod.claims().isEmpty()) {
            return Optional.empty();
        }
        VolumesOnNode found = snapshot.node(pod.nodeName())
                .map(node -> needs(pod).on(node))
                .orElse(VolumesOnNode.none(VolumesOnNode.NO_VOLUME));
        // the view goes on: what held when the node was chosen may hold no more, and progress will say so
        if (found.reasons().isEmpty() && found.isAllBound() && objection(pod).isEmpty()) {
            return Optional.empty();
        }
        reserved.add(pod.key(), pod.nodeName(), found);
        List<ObjectUpdate> updates = new ArrayList<>();
        found.matches().forEach(match -> updates.add(match.update()));
        found.provisions()
                .forEach(claim -> updates.add(
                        new ObjectUpdate(claim.key(), present -> SelectedNode.set(present, claim, pod.nodeName()))));
        Set<ObjectKey> awaited = new HashSet<>();
        pod.claims().forEach(use -> awaited.add(use.key(pod.namespace())));
        return Optional.of(new Reservation(updates, awaited));
    }

    @Override
    public Progress progress(PodInfo pod, Snapshot snapshot) {
        return snapshot.node(pod.nodeName())
                .map(node -> Progress.ofAll(pod.claims().stream().map(use -> progress(pod, use, node))))
                .orElse(Progress.FAILED);
    }

    private Progress progress(PodInfo pod, PodClaim use, NodeInfo node) {
        return view.get(use.key(pod.namespace()))
                .map(PersistentVolumeClaim::new)
                .map(claim -> progress(pod, claim, node))
                .orElse(Progress.FAILED);
    }

    private Progress progress(PodInfo pod, PersistentVolumeClaim claim, NodeInfo node) {
        if (claim.object().isBeingDeleted()) {
            return Progress.FAILED;
        }
        if (claim.isFullyBound()) {
            return view.get(ObjectKey.cluster(StorageNames.VOLUMES, claim.volumeName()))
                    .map(PersistentVolume::new)
                    .map(volume -> LocatedVolume.of(volume).isUsableOn(node) ? Progress.READY : Progress.FAILED)
                    .orElse(Progress.WAITING);
        }
        if (!reserved.has(pod.key(), claim.key())) {
            return Progress.FAILED;
        }
        // a provisioner that cannot serve the node takes the word back
        boolean refused = reserved.isToBeProvisioned(pod.key(), claim.key())
                && claim.volumeName().isEmpty()
                && claim.selectedNode().filter(pod.nodeName()::equals).isEmpty();
        return refused ? Progress.FAILED : Progress.WAITING;
    }

    @Override
    public void release(ObjectKey pod) {
        reserved.remove(pod);
    }

    @Override
    public boolean mayHelp(PodInfo pod, ClusterChange change) {
        return switch (change) {
            case ClusterChange.NodeAdded added -> true;
            case ClusterChange.NodeModified modified ->
                !modified.before().labels().equals(modified.after().labels());
            case ClusterChange.ObjectChanged changed -> mayHelp(pod, changed.event());
            case ClusterChange.NodeGone gone -> false;
            case ClusterChange.PodPlaced placed -> false;
            case ClusterChange.PodModified modified -> false;
            case ClusterChange.PodGone gone -> false;
            case ClusterChange.NamespaceModified modified -> false;
        };
    }

    private static boolean mayHelp(PodInfo pod, CacheEvent event) {
        ApiObject object = event.object();
        GroupResource resource = object.key().resource();
        if (event instanceof CacheEvent.Deleted) {
            return false;
        }
        if (resource.equals(StorageNames.CLAIMS)) {
            return pod.claims().stream()
                    .anyMatch(use -> use.key(pod.namespace()).equals(object.key()));
        }
        if (resource.equals(StorageNames.CLASSES) && event instanceof CacheEvent.Modified modified) {
            return !Nodes.objects(modified.previous().json(), "allowedTopologies")
                    .equals(Nodes.objects(object.json(), "allowedTopologies"));
        }
        return resource.equals(StorageNames.CLASSES) || resource.equals(StorageNames.VOLUMES);
    }
}
