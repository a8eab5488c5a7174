package io.gantry.scheduler.plugin;

import io.gantry.cache.ClusterView;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.scheduler.model.ClusterChange;
import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Rejection;
import io.gantry.scheduler.model.Snapshot;
import io.gantry.storage.PersistentVolumeClaim;
import io.gantry.storage.StorageNames;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets one pod at a time have a claim of access mode ReadWriteOncePod (KEP-2485), whatever node it is on. */
public final class VolumeRestrictions implements FilterPlugin {

    private static final Rejection IN_USE = Rejection.resolvable(
            "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another"
                    + " pod");

    private final ClusterView view;

    public VolumeRestrictions(ClusterView view) {
        this.view = view;
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(StorageNames.CLAIMS);
    }

    @Override
    public NodeTest prepare(PodInfo pod, Snapshot snapshot) {
        Set<ObjectKey> exclusive = exclusive(pod);
        if (exclusive.isEmpty()) {
            return NodeTest.ALL;
        }
        boolean used = snapshot.nodes().stream().anyMatch(node -> isUsed(exclusive, node, pod));
        return node -> used ? Optional.of(IN_USE) : Optional.empty();
    }

    private static boolean isUsed(Set<ObjectKey> exclusive, NodeInfo node, PodInfo pod) {
        return node.pods().stream().anyMatch(other -> !other.uid().equals(pod.uid()) && uses(other, exclusive));
    }

    private static boolean uses(PodInfo pod, Set<ObjectKey> claims) {
        return pod.claims().stream().anyMatch(use -> claims.contains(use.key(pod.namespace())));
    }

    private Set<ObjectKey> exclusive(PodInfo pod) {
        return pod.claims().stream()
                .flatMap(use -> view.get(use.key(pod.namespace())).stream())
                .map(PersistentVolumeClaim::new)
                .filter(claim -> claim.accessModes().contains("ReadWriteOncePod"))
                .map(PersistentVolumeClaim::key)
                .collect(Collectors.toSet());
    }

    @Override
    public boolean looksAtOtherNodes() {
        return true;
    }

    @Override
    public boolean mayHelp(PodInfo pod, ClusterChange change) {
        return switch (change) {
            case ClusterChange.PodGone gone -> uses(gone.pod(), exclusive(pod));
            case ClusterChange.ObjectChanged changed ->
                uses(pod, Set.of(changed.event().object().key()));
            case ClusterChange.NodeAdded added -> false;
            case ClusterChange.NodeModified modified -> false;
            case ClusterChange.NodeGone gone -> false;
            case ClusterChange.PodPlaced placed -> false;
            case ClusterChange.PodModified modified -> false;
            case ClusterChange.NamespaceModified modified -> false;
        };
    }
}
