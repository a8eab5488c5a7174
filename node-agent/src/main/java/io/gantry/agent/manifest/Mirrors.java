package io.gantry.agent.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ClusterListener;
import io.gantry.agent.cluster.ClusterSettings;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.cluster.Reporter;
import io.gantry.agent.cluster.VolumeIdentity;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.usage.NodeUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The mirrors of static pods in the API: asks the control plane to make them, and reports of each static pod under the identity of its
 * mirror, which has a uid of its own. What is said of any other pod passes unchanged.
 */
public final class Mirrors implements Reporter, ClusterListener {

    private static final Duration REPEAT = Duration.ofSeconds(30);

    private final ClusterState cluster;
    private final Reporter reporter;
    private final InstantSource clock;
    private final ConcurrentMap<String, ObjectNode> statuses = new ConcurrentHashMap<>();
    private volatile Map<String, Pod> wanted = Map.of();
    private volatile Instant toldAt = Instant.MIN;

    public Mirrors(ClusterState cluster, Reporter reporter, InstantSource clock) {
        this.cluster = cluster;
        this.reporter = reporter;
        this.clock = clock;
    }

    /** All static pods that the node is to run. */
    void wanted(List<Pod> pods) {
        Map<String, Pod> byUid = new ConcurrentHashMap<>();
        pods.forEach(pod -> byUid.put(pod.uid(), pod));
        boolean changed = !byUid.keySet().equals(wanted.keySet());
        wanted = byUid;
        if (changed) {
            tell();
        }
    }

    /** Asks again for mirrors that somebody deleted, or that could not be made. */
    void tellWhenMissing() {
        boolean missing = wanted.values().stream().anyMatch(pod -> mirror(pod).isEmpty());
        if (cluster.synced() && missing && !clock.instant().isBefore(toldAt.plus(REPEAT))) {
            tell();
        }
    }

    private void tell() {
        toldAt = clock.instant();
        staticPods(wanted.values().stream().map(Pod::json).toList());
    }

    /** The uid under which a pod of the API runs here. */
    public String runningUid(String uid) {
        return wanted.values().stream()
                .filter(pod -> mirror(pod).filter(own -> own.uid().equals(uid)).isPresent())
                .map(Pod::uid)
                .findFirst()
                .orElse(uid);
    }

    private Optional<Pod> mirror(Pod pod) {
        return cluster.get(new ObjectRef(ObjectRef.PODS, pod.namespace(), pod.name()))
                .map(Pod::new)
                .filter(Pod::isMirror)
                .filter(own -> !own.deleting() && own.mirroredUid().equals(pod.uid()));
    }

    @Override
    public void changed(ObjectRef ref) {
        if (!ref.resource().equals(ObjectRef.PODS)) {
            return;
        }
        Optional<Pod> present = cluster.get(ref).map(Pod::new);
        if (present.isPresent()) {
            present.filter(Pod::isMirror).ifPresent(this::met);
        } else if (wanted.values().stream()
                .anyMatch(pod ->
                        pod.namespace().equals(ref.namespace()) && pod.name().equals(ref.name()))) {
            // whoever deletes the mirror does not end the pod
            tell();
        }
    }

    private void met(Pod mirror) {
        if (mirror.deleting()) {
            reporter.podFinished(mirror.identity());
            return;
        }
        ObjectNode status = statuses.get(mirror.mirroredUid());
        if (status != null && wanted.containsKey(mirror.mirroredUid())) {
            reporter.podStatus(mirror.identity(), status);
        }
    }

    @Override
    public void synced(ClusterSettings settings) {
        tell();
    }

    @Override
    public void podStatus(PodIdentity pod, ObjectNode status) {
        Pod own = wanted.get(pod.uid());
        if (own == null) {
            reporter.podStatus(pod, status);
            return;
        }
        statuses.put(pod.uid(), status);
        mirror(own).ifPresent(mirror -> reporter.podStatus(mirror.identity(), status));
    }

    @Override
    public void podFinished(PodIdentity pod) {
        // what is left of a static pod ends with its file, and the control plane deletes its mirror
        reporter.podFinished(pod);
    }

    @Override
    public void volumeRemoved(VolumeIdentity volume) {
        reporter.volumeRemoved(volume);
    }

    @Override
    public void forget(PodIdentity pod) {
        statuses.remove(pod.uid());
        reporter.forget(pod);
    }

    @Override
    public void event(ObjectEvent event) {
        Pod own = wanted.get(event.involved().path("uid").asText());
        Optional<Pod> mirror = Optional.ofNullable(own).flatMap(this::mirror);
        if (mirror.isEmpty()) {
            reporter.event(event);
            return;
        }
        ObjectNode involved =
                event.involved().deepCopy().put("uid", mirror.get().uid());
        reporter.event(new ObjectEvent(involved, event.type(), event.reason(), event.message()));
    }

    @Override
    public void nodeStatus(ObjectNode status) {
        reporter.nodeStatus(status);
    }

    @Override
    public void usage(NodeUsage usage) {
        List<NodeUsage.PodUsage> pods = usage.pods().stream()
                .map(pod -> new NodeUsage.PodUsage(shown(pod.pod()), pod.window(), pod.containers()))
                .toList();
        reporter.usage(new NodeUsage(usage.time(), usage.window(), usage.node(), pods));
    }

    private PodIdentity shown(PodIdentity pod) {
        return Optional.ofNullable(wanted.get(pod.uid()))
                .flatMap(this::mirror)
                .map(Pod::identity)
                .orElse(pod);
    }

    @Override
    public void staticPods(List<ObjectNode> pods) {
        reporter.staticPods(pods);
    }
}
