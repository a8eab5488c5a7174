package io.gantry.scheduler.plugin;

import io.gantry.cache.ClusterView;
import io.gantry.object.ObjectKey;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.storage.PersistentVolume;
import io.gantry.storage.PersistentVolumeClaim;
import io.gantry.storage.StorageClass;
import io.gantry.storage.StorageNames;
import io.gantry.storage.VolumeMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The claims of one pod, read once.
 *
 * @param bound those that have their volume
 * @param immediate those that wait for the controller
 * @param delayed those that wait for the scheduler, smallest first
 * @param volumes those that delayed claims may get
 */
record ClaimsOfPod(
        ClusterView view,
        List<PersistentVolumeClaim> bound,
        List<PersistentVolumeClaim> immediate,
        List<PersistentVolumeClaim> delayed,
        List<PersistentVolume> volumes) {

    static ClaimsOfPod of(PodInfo pod, ClusterView view) {
        List<PersistentVolumeClaim> bound = new ArrayList<>();
        List<PersistentVolumeClaim> immediate = new ArrayList<>();
        List<PersistentVolumeClaim> delayed = new ArrayList<>();
        pod.claims().stream()
                .map(use -> use.key(pod.namespace()))
                .distinct()
                .flatMap(key -> view.get(key).stream())
                .map(PersistentVolumeClaim::new)
                .forEach(claim -> {
                    if (claim.isFullyBound()) {
                        bound.add(claim);
                    } else if (claim.volumeName().isEmpty() && StorageClass.delaysBinding(claim, view)) {
                        delayed.add(claim);
                    } else {
                        immediate.add(claim);
                    }
                });
        delayed.sort(Comparator.comparing(PersistentVolumeClaim::request));
        List<PersistentVolume> volumes = delayed.isEmpty()
                ? List.of()
                : view.list(StorageNames.VOLUMES).stream()
                        .map(PersistentVolume::new)
                        .filter(volume -> delayed.stream().anyMatch(claim -> isOfInterest(volume, claim)))
                        .toList();
        return new ClaimsOfPod(view, bound, immediate, delayed, volumes);
    }

    /** Most volumes belong to others: to leave them out once spares a look at them for each node. */
    private static boolean isOfInterest(PersistentVolume volume, PersistentVolumeClaim claim) {
        return volume.isClaimed() ? volume.isBoundTo(claim) : volume.className().equals(claim.className());
    }

    boolean hasUnboundImmediate() {
        return !immediate.isEmpty();
    }

    /** What they would have on a node. */
    VolumesOnNode on(NodeInfo node, ReservedVolumes reserved) {
        Optional<String> obstacle =
                bound.stream().flatMap(claim -> obstacle(claim, node).stream()).findFirst();
        if (obstacle.isPresent()) {
            return VolumesOnNode.none(obstacle.get());
        }
        List<VolumesOnNode.Match> matches = new ArrayList<>();
        List<PersistentVolumeClaim> provisions = new ArrayList<>();
        Set<String> chosen = new HashSet<>();
        for (PersistentVolumeClaim claim : delayed) {
            Optional<String> elsewhere = reserved.nodeOf(claim).filter(name -> !name.equals(node.name()));
            if (elsewhere.isPresent()) {
                return VolumesOnNode.none(VolumesOnNode.NO_VOLUME);
            }
            Optional<PersistentVolume> match =
                    claim.selectedNode().isPresent() ? Optional.empty() : match(claim, node, reserved, chosen);
            if (match.isPresent()) {
                chosen.add(match.get().name());
                matches.add(new VolumesOnNode.Match(claim, match.get()));
            } else if (reserved.volumeOf(claim.key()).isEmpty() && canProvision(claim, node)) {
                provisions.add(claim);
            } else {
                return VolumesOnNode.none(VolumesOnNode.NO_VOLUME);
            }
        }
        return new VolumesOnNode(List.of(), matches, provisions);
    }

    private Optional<String> obstacle(PersistentVolumeClaim claim, NodeInfo node) {
        return view.get(ObjectKey.cluster(StorageNames.VOLUMES, claim.volumeName()))
                .map(PersistentVolume::new)
                .map(volume -> VolumesOnNode.isUsable(volume, node)
                        ? Optional.<String>empty()
                        : Optional.of(VolumesOnNode.WRONG_NODE))
                .orElse(Optional.of(VolumesOnNode.MISSING));
    }

    private Optional<PersistentVolume> match(
            PersistentVolumeClaim claim, NodeInfo node, ReservedVolumes reserved, Set<String> chosen) {
        Optional<String> promised = reserved.volumeOf(claim.key());
        if (promised.isPresent()) {
            return volumes.stream()
                    .filter(volume -> volume.name().equals(promised.get()) && VolumesOnNode.isUsable(volume, node))
                    .findFirst();
        }
        Set<String> taken = reserved.takenFrom(claim.key());
        taken.addAll(chosen);
        return new VolumeMatch(claim).on(volumes, volume -> VolumesOnNode.isUsable(volume, node), taken);
    }

    private boolean canProvision(PersistentVolumeClaim claim, NodeInfo node) {
        return StorageClass.named(claim.className(), view)
                .filter(found -> !found.provisioner().isEmpty()
                        && !found.provisioner().equals(StorageClass.NO_PROVISIONER)
                        && found.allows(node.labels()))
                .isPresent();
    }
}
