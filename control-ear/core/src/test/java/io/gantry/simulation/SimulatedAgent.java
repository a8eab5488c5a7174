package io.gantry.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.node.NodeStatusWriter;
import io.gantry.node.PodIdentity;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.storage.NodeLocal;
import io.gantry.storage.PersistentVolumeClaim;
import io.gantry.storage.StorageNames;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** An agent that starts and ends containers by saying so. It may be dead or cut off for a while, and keeps its pods meanwhile. */
final class SimulatedAgent {

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final SimulatedCluster cluster;
    private final String name;
    private final int milliCpu;
    private final int pods;
    private final Map<String, Instant> startedAt = new HashMap<>();
    private final Set<String> stopped = new HashSet<>();
    private Instant nextHeartbeat = Instant.MIN;
    private Instant silentUntil = Instant.MIN;
    private boolean registered;
    /** Of volumes; they outlive everything but their removal. */
    private final Set<String> directories = new TreeSet<>();

    SimulatedAgent(SimulatedCluster cluster, String name, int milliCpu, int pods) {
        this.cluster = cluster;
        this.name = name;
        this.milliCpu = milliCpu;
        this.pods = pods;
    }

    String name() {
        return name;
    }

    int milliCpu() {
        return milliCpu;
    }

    int podLimit() {
        return pods;
    }

    /** The agent is dead or cut off for this long. */
    void silence(Duration duration) {
        silentUntil = cluster.now().plus(duration);
    }

    boolean isSilent() {
        return cluster.now().isBefore(silentUntil);
    }

    Set<String> directories() {
        return directories;
    }

    void step() {
        if (isSilent()) {
            return;
        }
        NodeStatusWriter writer = new NodeStatusWriter(cluster.registry(), cluster.view(), event -> {}, cluster::now);
        if (!registered) {
            writer.register(name, node());
            registered = true;
        }
        if (!cluster.now().isBefore(nextHeartbeat)) {
            writer.heartbeat(name);
            writer.nodeStatus(name, (ObjectNode) node().get("status"));
            nextHeartbeat = cluster.now().plus(HEARTBEAT);
        }
        for (ApiObject pod : cluster.view().podsOnNode(name)) {
            report(writer, pod);
        }
        removeDirectories(writer);
    }

    /** What the node's feed would send it; now and then its word is lost. */
    private void removeDirectories(NodeStatusWriter writer) {
        for (ApiObject volume : cluster.view().list(StorageNames.VOLUMES)) {
            boolean mine = NodeLocal.nodeOf(volume).filter(name::equals).isPresent();
            if (mine && NodeLocal.isToBeRemoved(volume)) {
                directories.remove(volume.name());
                if (cluster.random().nextInt(3) > 0) {
                    writer.volumeRemoved(name, volume.name(), volume.uid());
                }
            }
        }
    }

    /** A pod starts when its volumes are there. */
    private boolean hasVolumes(ApiObject pod) {
        for (JsonNode volume : pod.spec().path("volumes")) {
            Optional<ApiObject> bound = PersistentVolumeClaim.nameIn(pod, volume)
                    .flatMap(claim -> cluster.view().get(new ObjectKey(StorageNames.CLAIMS, pod.namespace(), claim)))
                    .map(PersistentVolumeClaim::new)
                    .filter(PersistentVolumeClaim::isFullyBound)
                    .flatMap(claim -> cluster.view().get(ObjectKey.cluster(StorageNames.VOLUMES, claim.volumeName())));
            if (bound.isEmpty() || bound.get().isBeingDeleted()) {
                return false;
            }
            directories.add(bound.get().name());
        }
        return true;
    }

    private void report(NodeStatusWriter writer, ApiObject pod) {
        PodIdentity identity = new PodIdentity(pod.namespace(), pod.name(), pod.uid());
        if (pod.isBeingDeleted()) {
            // takes a moment to stop, and now and then reports its end twice
            if (stopped.contains(pod.uid()) || cluster.random().nextInt(4) == 0) {
                stopped.add(pod.uid());
                writer.podFinished(name, identity);
            }
            return;
        }
        Instant start = startedAt.computeIfAbsent(
                pod.uid(), uid -> cluster.now().plusMillis(cluster.random().nextInt(3000)));
        boolean ready = !cluster.now().isBefore(start) && hasVolumes(pod);
        writer.podStatus(name, identity, status(ready, start));
    }

    private ObjectNode node() {
        return Json.read("""
                {"apiVersion":"v1","kind":"Node","metadata":{"name":"%1$s","labels":{"kubernetes.io/hostname":"%1$s"},
                  "annotations":{"gantry.io/local-volumes":"/volumes"}},
                 "status":{"capacity":{"cpu":"%2$dm","memory":"8Gi","pods":"%3$d"},
                 "allocatable":{"cpu":"%2$dm","memory":"8Gi","pods":"%3$d"},
                 "addresses":[{"type":"InternalIP","address":"192.0.2.1"}],
                 "conditions":[{"type":"Ready","status":"True","reason":"KubeletReady","message":"ready"}]}}""".formatted(name, milliCpu, pods));
    }

    private static ObjectNode status(boolean ready, Instant start) {
        return Json.read("""
                {"phase":"%s","podIP":"10.244.0.9","podIPs":[{"ip":"10.244.0.9"}],
                 "conditions":[{"type":"Ready","status":"%s","lastTransitionTime":"%s"},
                 {"type":"ContainersReady","status":"%s","lastTransitionTime":"%s"}]}""".formatted(
                        ready ? "Running" : "Pending",
                        ready ? "True" : "False",
                        start.truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                        ready ? "True" : "False",
                        start.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));
    }
}
