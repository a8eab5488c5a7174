package io.gantry.agent.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.cluster.Reporter;
import io.gantry.agent.cni.PodNetworks;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.NodeState;
import io.gantry.agent.runtime.ContainerEngine;
import io.gantry.agent.runtime.ImageStore;
import io.gantry.agent.system.Rounds;
import io.gantry.agent.volume.LocalVolumes;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the node every ten seconds and reports its status when it changed, when the control plane shows another, or five minutes have
 * passed.
 */
public final class NodeStatusReporter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeStatusReporter.class);
    private static final Duration MEASURE = Duration.ofSeconds(10);
    private static final Duration REPEAT = Duration.ofMinutes(5);
    private static final Map<String, String> ARCHITECTURES = Map.of("amd64", "amd64", "aarch64", "arm64");

    private final NodeIdentity identity;
    private final ObjectRef ref;
    private final ClusterState cluster;
    private final HostFacts facts;
    private final EngineWatch engine;
    private final PodNetworks networks;
    private final Supplier<NodeState> state;
    private final Reporter reporter;
    private final Path stateDir;
    private final LocalVolumes localVolumes;
    private final Reservations reservations;
    private final InstantSource clock;
    private ObjectNode last = Json.object();
    private Instant sentAt = Instant.EPOCH;
    private volatile Optional<Rounds> rounds = Optional.empty();

    /** @param state of the node, now */
    public NodeStatusReporter(
            NodeIdentity identity,
            ClusterState cluster,
            HostFacts facts,
            ContainerEngine engine,
            ImageStore images,
            PodNetworks networks,
            Supplier<NodeState> state,
            Reporter reporter,
            Path stateDir,
            LocalVolumes localVolumes,
            Reservations reservations,
            InstantSource clock) {
        this.identity = identity;
        this.ref = new ObjectRef(ObjectRef.NODES, "", identity.name());
        this.cluster = cluster;
        this.facts = facts;
        this.engine = new EngineWatch(engine, images, EngineWatch.ANSWER);
        this.networks = networks;
        this.state = state;
        this.reporter = reporter;
        this.stateDir = stateDir;
        this.localVolumes = localVolumes;
        this.reservations = reservations;
        this.clock = clock;
    }

    public void start() {
        rounds = Optional.of(Rounds.start("node-status", Duration.ZERO, MEASURE, this::changed));
    }

    @Override
    public void close() {
        rounds.ifPresent(Rounds::close);
    }

    /** Something that the status shows has changed. */
    public void changed() {
        try {
            report();
        } catch (IOException e) {
            LOG.warn("event=node-status-failed error=\"{}\"", e.getMessage());
        }
    }

    /** The v1 Node with which the node introduces itself. */
    public synchronized ObjectNode node() {
        ObjectNode node = Json.object().put("apiVersion", "v1").put("kind", "Node");
        ObjectNode metadata = node.putObject("metadata").put("name", identity.name());
        ObjectNode labels = metadata.putObject("labels");
        String architecture = architecture();
        labels.put("kubernetes.io/hostname", identity.name());
        labels.put("kubernetes.io/os", "linux");
        labels.put("kubernetes.io/arch", architecture);
        labels.put("beta.kubernetes.io/os", "linux");
        labels.put("beta.kubernetes.io/arch", architecture);
        identity.labels().forEach(labels::put);
        metadata.putObject("annotations")
                .put(LocalVolumes.FOLDER, localVolumes.folder().toString());
        try {
            node.set("status", measure());
            // an older status that still waits must not be what is heard last
            reporter.nodeStatus(last);
        } catch (IOException e) {
            LOG.warn("event=node-status-failed error=\"{}\"", e.getMessage());
        }
        return node;
    }

    private synchronized void report() throws IOException {
        ObjectNode before = last;
        ObjectNode status = measure();
        Instant now = clock.instant();
        if (!timeless(status).equals(timeless(before)) || sentAt.plus(REPEAT).isBefore(now) || !isShown(status)) {
            reporter.nodeStatus(status);
            sentAt = now;
        }
    }

    /** Others change it as well: who took the node for lost is to hear at once that it is not. */
    private boolean isShown(ObjectNode status) {
        return cluster.get(ref)
                .map(node -> StatusMatch.shows(node.path("status"), status))
                .orElse(true);
    }

    private ObjectNode measure() throws IOException {
        EngineWatch.Sighting engineNow = engine.look(clock.instant());
        FileStore disk = facts.disk(engineNow.rootDir().orElse(stateDir));
        NodeState now = state.get();
        String problem = now.goingDown() ? "node is shutting down" : engineNow.problem();
        if (problem.isEmpty()) {
            String network = networks.unreadyReason();
            problem = network.isEmpty()
                    ? ""
                    : "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:"
                            + network;
        }
        NodeReport report = new NodeReport(
                NodeResources.of(facts, disk.getTotalSpace(), reservations),
                now.pressures(),
                problem,
                info(engineNow.version()),
                engineNow.images());
        last = report.render(identity, last, clock.instant());
        return last;
    }

    private ObjectNode info(String engineVersion) throws IOException {
        return Json.object()
                .put("machineID", facts.machineId())
                .put("systemUUID", facts.systemUuid())
                .put("bootID", facts.bootId())
                .put("kernelVersion", facts.kernelVersion())
                .put("osImage", facts.osImage())
                .put("containerRuntimeVersion", "docker://" + engineVersion)
                .put("kubeletVersion", identity.version())
                .put("kubeProxyVersion", "")
                .put("operatingSystem", "linux")
                .put("architecture", architecture());
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        return ARCHITECTURES.getOrDefault(name, name);
    }

    /** Without heartbeat times, which always change. */
    private static ObjectNode timeless(ObjectNode status) {
        ObjectNode copy = status.deepCopy();
        copy.path("conditions").forEach(condition -> ((ObjectNode) condition).remove("lastHeartbeatTime"));
        return copy;
    }
}
