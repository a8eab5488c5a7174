package io.gantry.scheduler.plugin;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps pods in the zones of their volumes, where volumes and nodes have labels of zones. */
public final class VolumeZone implements FilterPlugin {

    private static final Rejection OTHER_ZONE = Rejection.lasting("node(s) had no available volume zone");

    /** The older labels and those that have taken their place. */
    private static final Map<String, String> LABELS = Map.of(
            "failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone",
            "failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region",
            "topology.kubernetes.io/zone", "topology.kubernetes.io/zone",
            "topology.kubernetes.io/region", "topology.kubernetes.io/region");

    /** What a volume's label asks of nodes: the label with one of these values. */
    private record Zone(String key, Set<String> values) {

        boolean has(NodeInfo node) {
            String value = node.labels().getOrDefault(key, node.labels().get(LABELS.get(key)));
            return value != null && values.contains(value);
        }
    }

    private final ClusterView view;

    public VolumeZone(ClusterView view) {
        this.view = view;
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(StorageNames.CLAIMS, StorageNames.VOLUMES);
    }

    @Override
    public NodeTest prepare(PodInfo pod, Snapshot snapshot) {
        List<Zone> zones = pod.claims().stream()
                .flatMap(use -> view.get(use.key(pod.namespace())).stream())
                .map(claim -> new PersistentVolumeClaim(claim).volumeName())
                .flatMap(name -> view.get(ObjectKey.cluster(StorageNames.VOLUMES, name)).stream())
                .flatMap(volume -> zones(volume).stream())
                .toList();
        return zones.isEmpty() ? NodeTest.ALL : node -> reject(node, zones);
    }

    private static Optional<Rejection> reject(NodeInfo node, List<Zone> zones) {
        boolean zoned = LABELS.keySet().stream().anyMatch(node.labels()::containsKey);
        return !zoned || zones.stream().allMatch(zone -> zone.has(node)) ? Optional.empty() : Optional.of(OTHER_ZONE);
    }

    /** Several values of one label are written with two underscores between them. */
    private static List<Zone> zones(ApiObject volume) {
        return volume.labels().entrySet().stream()
                .filter(label -> LABELS.containsKey(label.getKey()))
                .map(label -> new Zone(
                        label.getKey(), Set.copyOf(List.of(label.getValue().split("__")))))
                .toList();
    }

    @Override
    public boolean mayHelp(PodInfo pod, ClusterChange change) {
        return switch (change) {
            case ClusterChange.NodeAdded added -> true;
            case ClusterChange.NodeModified modified ->
                !modified.before().labels().equals(modified.after().labels());
            case ClusterChange.ObjectChanged changed -> !(changed.event() instanceof CacheEvent.Deleted);
            case ClusterChange.NodeGone gone -> false;
            case ClusterChange.PodPlaced placed -> false;
            case ClusterChange.PodModified modified -> false;
            case ClusterChange.PodGone gone -> false;
            case ClusterChange.NamespaceModified modified -> false;
        };
    }
}
