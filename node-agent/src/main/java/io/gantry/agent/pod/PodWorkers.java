package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ClusterListener;
import io.gantry.agent.cluster.ClusterSettings;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.eviction.EvictablePods;
import io.gantry.agent.manifest.StaticPodRunner;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.shutdown.EndingPods;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One worker for each pod that is, or should be, on this node. */
public final class PodWorkers implements ClusterListener, EndingPods, EvictablePods, StaticPodRunner, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PodWorkers.class);

    private static final Duration SWEEP = Duration.ofSeconds(20);

    private final PodServices services;
    private final ConcurrentMap<String, PodWorker> byUid = new ConcurrentHashMap<>();
    private volatile boolean closed;
    /** Only the thread that lists the engine's containers uses it. */
    private Instant nextSweep = Instant.EPOCH;

    public PodWorkers(PodServices services) {
        this.services = services;
    }

    /** Goes on with the pods that were on this node before, until the control plane says what it wants. */
    public void restore() throws IOException {
        ClusterState cluster = services.cluster();
        for (ObjectNode json : services.directories().load()) {
            Pod pod = new Pod(json);
            if (pod.isStatic()) {
                // its file brings it back
                continue;
            }
            cluster.upsert(new ObjectRef(ObjectRef.PODS, pod.namespace(), pod.name()), json);
        }
    }

    @Override
    public void changed(ObjectRef ref) {
        switch (ref.resource()) {
            case ObjectRef.PODS -> podChanged(ref);
            case ObjectRef.PERSISTENT_VOLUMES ->
                byUid.values().stream()
                        .filter(worker -> usesClaims(worker.pod()))
                        .forEach(PodWorker::configChanged);
            case ObjectRef.PERSISTENT_VOLUME_CLAIMS ->
                byUid.values().stream()
                        .filter(worker -> worker.pod().namespace().equals(ref.namespace()))
                        .filter(worker -> usesClaims(worker.pod()))
                        .forEach(PodWorker::configChanged);
            case ObjectRef.CONFIG_MAPS, ObjectRef.SECRETS ->
                byUid.values().stream()
                        .filter(worker -> worker.pod().namespace().equals(ref.namespace()))
                        .filter(worker -> worker.pod().spec().toString().contains("\"" + ref.name() + "\""))
                        .forEach(PodWorker::configChanged);
            case ObjectRef.TRUST_BUNDLES ->
                byUid.values().stream()
                        .filter(worker -> showsTrustBundles(worker.pod()))
                        .forEach(PodWorker::configChanged);
            case ObjectRef.CERTIFICATE_REQUESTS ->
                services.cluster()
                        .get(ref)
                        .flatMap(request ->
                                worker(request.path("spec").path("podUID").asText()))
                        .ifPresent(PodWorker::configChanged);
            case ObjectRef.ENDPOINT_SLICES ->
                byUid.values().stream()
                        .filter(worker -> worker.pod().deleting())
                        .forEach(PodWorker::wake);
            default -> {}
        }
    }

    @Override
    public void synced(ClusterSettings settings) {
        byUid.values().forEach(PodWorker::configChanged);
    }

    /** Something of the pod changed in the engine. */
    public void engineChanged(String uid) {
        worker(uid).ifPresent(PodWorker::wake);
    }

    /** All our containers by pod uid. Those of pods that nobody wants are ended, once it is known what is wanted. */
    public void relisted(Map<String, List<ContainerRecord>> byPod) {
        if (!services.cluster().synced()) {
            return;
        }
        byPod.forEach((uid, records) -> {
            if (!byUid.containsKey(uid)) {
                orphan(records.getFirst());
            }
        });
        keepGroups();
    }

    /** Removes those of pods that went while no agent ran. */
    private void keepGroups() {
        Instant now = services.clock().instant();
        if (now.isBefore(nextSweep)) {
            return;
        }
        nextSweep = now.plus(SWEEP);
        try {
            for (String uid : services.groups().uids()) {
                if (!byUid.containsKey(uid)) {
                    LOG.info("event=orphaned-group uid={}", uid);
                    services.groups().removeIfIdle(uid);
                }
            }
            services.groups().enforce();
        } catch (IOException e) {
            LOG.warn("event=pod-groups-not-kept error=\"{}\"", e.getMessage());
        }
    }

    /** The pod of that uid, as it is wanted. */
    public Optional<Pod> pod(String uid) {
        return worker(uid).map(PodWorker::pod);
    }

    private Optional<PodWorker> worker(String uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    @Override
    public void run(Pod pod) {
        PodWorker known = byUid.get(pod.uid());
        if (known == null || known.isGone()) {
            update(pod);
        }
    }

    @Override
    public void end(Pod pod) {
        worker(pod.uid()).ifPresent(PodWorker::gone);
    }

    @Override
    public boolean hasOther(Pod pod) {
        return byUid.values().stream()
                .map(PodWorker::pod)
                .anyMatch(other -> other.identity().key().equals(pod.identity().key())
                        && !other.uid().equals(pod.uid()));
    }

    @Override
    public Optional<Pod> wanted(PodIdentity identity) {
        return pod(identity.uid()).filter(pod -> !pod.ended() && !pod.deleting());
    }

    @Override
    public List<Pod> active() {
        return byUid.values().stream()
                .map(PodWorker::pod)
                .filter(pod -> !pod.ended())
                .toList();
    }

    @Override
    public void terminate(Pod pod, long graceSeconds) {
        worker(pod.uid()).ifPresent(worker -> worker.terminate(graceSeconds));
    }

    @Override
    public boolean ended(PodIdentity identity) {
        return pod(identity.uid()).filter(Pod::ended).isPresent();
    }

    @Override
    public void evict(Pod pod, String message, long graceSeconds) {
        worker(pod.uid()).ifPresent(worker -> worker.evict(message, graceSeconds));
    }

    @Override
    public boolean runs(Pod pod) {
        return services.engine().list(pod.uid()).stream().anyMatch(ContainerRecord::running);
    }

    @Override
    public void close() {
        closed = true;
        byUid.values().forEach(PodWorker::stop);
    }

    private static boolean showsTrustBundles(Pod pod) {
        return pod.volumes().stream()
                .flatMap(volume -> Json.list(volume.path("projected").path("sources")).stream())
                .anyMatch(source -> source.has("clusterTrustBundle"));
    }

    private static boolean usesClaims(Pod pod) {
        return pod.volumes().stream()
                .anyMatch(volume -> volume.has("persistentVolumeClaim") || volume.has("ephemeral"));
    }

    private void podChanged(ObjectRef ref) {
        Optional<Pod> pod = services.cluster().get(ref).map(Pod::new);
        byUid.values().stream()
                .filter(worker -> !worker.pod().isStatic())
                .filter(worker -> worker.pod().namespace().equals(ref.namespace())
                        && worker.pod().name().equals(ref.name()))
                .filter(worker ->
                        pod.isEmpty() || !worker.pod().uid().equals(pod.get().uid()))
                .forEach(PodWorker::gone);
        pod.filter(present -> !present.isMirror()).ifPresent(this::update);
    }

    private void update(Pod pod) {
        if (closed) {
            return;
        }
        PodWorker known = byUid.get(pod.uid());
        if (known != null) {
            known.update(pod);
            return;
        }
        LOG.info("event=pod-added pod={} uid={}", pod.identity().key(), pod.uid());
        PodWorker worker = new PodWorker(services, pod, this::ended);
        byUid.put(pod.uid(), worker);
        worker.start();
    }

    private void ended(PodWorker worker) {
        Pod pod = worker.pod();
        LOG.info("event=pod-removed pod={} uid={}", pod.identity().key(), pod.uid());
        byUid.remove(pod.uid(), worker);
        services.reporter().forget(pod.identity());
        // it came back while it was being removed
        services.cluster()
                .get(new ObjectRef(ObjectRef.PODS, pod.namespace(), pod.name()))
                .map(Pod::new)
                .filter(wanted -> wanted.uid().equals(pod.uid()))
                .ifPresent(this::update);
    }

    private void orphan(ContainerRecord record) {
        PodIdentity pod = record.pod();
        LOG.info("event=orphan-found pod={} uid={}", pod.key(), pod.uid());
        ObjectNode json = Json.object().put("apiVersion", "v1").put("kind", "Pod");
        json.putObject("metadata")
                .put("namespace", pod.namespace())
                .put("name", pod.name())
                .put("uid", pod.uid());
        json.putObject("spec").put("terminationGracePeriodSeconds", record.graceSeconds());
        update(new Pod(json));
        byUid.get(pod.uid()).gone();
    }
}
