package io.gantry.agent;

import io.gantry.agent.certificate.CertificateRequester;
import io.gantry.agent.certificate.PodCertificates;
import io.gantry.agent.cgroup.CpuTime;
import io.gantry.agent.cgroup.GroupLimits;
import io.gantry.agent.cgroup.PodGroups;
import io.gantry.agent.cgroup.ReservedGroups;
import io.gantry.agent.cluster.ClusterListener;
import io.gantry.agent.cluster.ClusterSettings;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.cluster.Reporter;
import io.gantry.agent.cni.CniPlugins;
import io.gantry.agent.cni.HostRules;
import io.gantry.agent.cni.PodNetworks;
import io.gantry.agent.endpoint.AgentEndpoints;
import io.gantry.agent.endpoint.Measures;
import io.gantry.agent.eviction.Signal;
import io.gantry.agent.host.HostCommands;
import io.gantry.agent.host.Mounts;
import io.gantry.agent.image.ImagePulls;
import io.gantry.agent.image.PullRecordFiles;
import io.gantry.agent.image.PulledImages;
import io.gantry.agent.manifest.Mirrors;
import io.gantry.agent.manifest.StaticPods;
import io.gantry.agent.node.HostFacts;
import io.gantry.agent.node.NodeIdentity;
import io.gantry.agent.node.NodeResources;
import io.gantry.agent.node.NodeStatusReporter;
import io.gantry.agent.node.OwnNode;
import io.gantry.agent.node.ReservationSettings;
import io.gantry.agent.node.Reservations;
import io.gantry.agent.node.ReservedGroup;
import io.gantry.agent.object.NodeState;
import io.gantry.agent.object.Quantity;
import io.gantry.agent.pod.NodeAllocations;
import io.gantry.agent.pod.NodeContext;
import io.gantry.agent.pod.PodDirectories;
import io.gantry.agent.pod.PodServices;
import io.gantry.agent.pod.PodWorkers;
import io.gantry.agent.probe.HandlerRunner;
import io.gantry.agent.runtime.ContainerEngine;
import io.gantry.agent.runtime.DockerApi;
import io.gantry.agent.runtime.DockerContainers;
import io.gantry.agent.runtime.DockerImages;
import io.gantry.agent.runtime.DockerStreams;
import io.gantry.agent.runtime.EngineEvents;
import io.gantry.agent.runtime.EngineException;
import io.gantry.agent.runtime.EngineInfo;
import io.gantry.agent.runtime.PauseImage;
import io.gantry.agent.session.SessionServer;
import io.gantry.agent.token.PodTokens;
import io.gantry.agent.token.TokenIssuer;
import io.gantry.agent.usage.ContainerUsages;
import io.gantry.agent.usage.ControlGroups;
import io.gantry.agent.usage.DiskUsages;
import io.gantry.agent.usage.MachineUsage;
import io.gantry.agent.usage.NetworkCounters;
import io.gantry.agent.volume.LocalVolumes;
import io.gantry.agent.volume.VolumeRemovals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent without its link: everything that keeps the pods of a {@link ClusterState} running on a Docker engine and tells a
 * {@link Reporter} how they are. Closing it leaves the pods as they are.
 */
public final class Agent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Duration ENGINE_RETRY = Duration.ofSeconds(2);

    private final AgentOptions options;
    private final ClusterState cluster;
    private final HostCommands commands;
    private final DockerApi docker;
    private final DockerImages images;
    private final PulledImages pulledImages;
    private final PauseImage pause;
    private final PodWorkers workers;
    private final EngineEvents events;
    private final NodeStatusReporter nodeStatus;
    private final Mirrors mirrors;
    private final Optional<StaticPods> staticPods;
    private final Housekeeping housekeeping;
    private final OwnNode ownNode;
    private final VolumeRemovals removals;
    private final SessionServer sessions;
    private final PodGroups groups;
    private final GroupLimits allPods;
    private final ContainerEngine engine;
    private final Reporter reporter;

    /** Once it is known what is wanted, a listing finds what is not. */
    private final ClusterListener orphans = new ClusterListener() {

        @Override
        public void changed(ObjectRef ref) {}

        @Override
        public void synced(ClusterSettings settings) {
            events.listSoon();
        }
    };

    /** @param version as shown in the node's status */
    public Agent(
            AgentOptions options,
            String version,
            ClusterState cluster,
            Reporter controlPlane,
            TokenIssuer tokens,
            CertificateRequester certificates,
            InstantSource clock)
            throws IOException {
        this.options = options;
        this.cluster = cluster;
        Path stateDir = Files.createDirectories(options.stateDir()).toRealPath();
        docker = DockerApi.connect(options.dockerHost(), options.engineLimit());
        images = new DockerImages(docker);
        pulledImages = new PulledImages(
                new PullRecordFiles(stateDir.resolve("image_manager")), options.imageVerification(), clock);
        pause = new PauseImage(images, System.getProperty("os.arch"));
        DockerContainers containers = new DockerContainers(docker, images, options.nodeName());
        DockerStreams streams = new DockerStreams(docker);
        commands = HostCommands.in(stateDir.resolve("commands"));
        HostFacts facts = new HostFacts(Path.of("/"));
        PodNetworks networks = new PodNetworks(
                new CniPlugins(commands, options.cniBinDir()),
                new HostRules(commands),
                options.cniConfDir(),
                stateDir.resolve("cni"),
                options.bridge());
        mirrors = new Mirrors(cluster, controlPlane, clock);
        Reporter reporter = mirrors;
        Mounts mounts = new Mounts(commands);
        LocalVolumes localVolumes = new LocalVolumes(stateDir.resolve("local-volumes"));
        removals = new VolumeRemovals(localVolumes, mounts, cluster, reporter);
        AtomicReference<NodeState> state = new AtomicReference<>(NodeState.HEALTHY);
        HandlerRunner handlers = new HandlerRunner(streams);
        MachineUsage machineUsage = new MachineUsage(Path.of("/"));
        ContainerUsages usages = new ContainerUsages(containers, new ControlGroups(Path.of("/")), clock);
        DiskUsages disks = new DiskUsages(containers, stateDir.resolve("pods"), clock);
        Reservations reservations = reservations(options);
        NodeResources resources = NodeResources.of(facts, facts.disk(stateDir).getTotalSpace(), reservations);
        NodeContext context = context(options, facts, stateDir, resources);
        groups = new PodGroups(options.groups(), List.copyOf(facts.hugePages().keySet()), commands, Path.of("/"));
        allPods = allPods(facts, resources, reservations.settings());
        engine = containers;
        this.reporter = reporter;
        workers = new PodWorkers(new PodServices(
                context,
                cluster,
                reporter,
                containers,
                streams,
                new ImagePulls(images, pulledImages, cluster, reporter, clock),
                networks,
                groups,
                mounts,
                localVolumes,
                new PodDirectories(stateDir.resolve("pods")),
                handlers,
                new PodTokens(tokens, clock),
                new PodCertificates(certificates, cluster, reporter, RandomGenerator.getDefault(), clock),
                new NodeAllocations(context.allocatable()),
                state::get,
                clock));
        staticPods =
                options.manifests().map(folder -> new StaticPods(folder, options.nodeName(), workers, mirrors, clock));
        events = new EngineEvents(docker, containers, options.nodeName(), workers::relisted, workers::engineChanged);
        nodeStatus = new NodeStatusReporter(
                new NodeIdentity(options.nodeName(), options.addresses(), options.labels(), version),
                cluster,
                facts,
                containers,
                images,
                networks,
                state::get,
                reporter,
                stateDir,
                localVolumes,
                reservations,
                clock);
        housekeeping = new Housekeeping(
                options,
                stateDir,
                new Housekeeping.Sight(facts, machineUsage, usages, disks),
                containers,
                images,
                pulledImages,
                workers,
                nodeStatus,
                commands,
                reporter,
                state,
                clock);
        ownNode = new OwnNode(options.nodeName(), cluster, networks, stateDir, nodeStatus::changed);
        sessions = new SessionServer(
                containers,
                streams,
                AgentEndpoints.of(
                        new Measures(
                                options.nodeName(),
                                cluster,
                                workers::pod,
                                usages,
                                machineUsage,
                                new NetworkCounters(Path.of("/")),
                                disks,
                                handlers.counts(),
                                facts,
                                stateDir,
                                clock),
                        Path.of("/")),
                mirrors::runningUid,
                clock);
    }

    /** Waits for the engine, takes up the pods that are there, and begins to work. */
    public void start() throws IOException, InterruptedException {
        EngineInfo engineNow = awaitEngine();
        pulledImages.recover(images);
        startGroups(engineNow);
        holdOthers(engineNow);
        cluster.addListener(ownNode);
        cluster.addListener(workers);
        cluster.addListener(removals);
        cluster.addListener(mirrors);
        cluster.addListener(orphans);
        housekeeping.start();
        ownNode.restore();
        workers.restore();
        staticPods.ifPresent(StaticPods::start);
        events.start();
        removals.start();
        nodeStatus.start();
        LOG.info("event=agent-started node={} addresses={}", options.nodeName(), options.addresses());
    }

    public NodeStatusReporter nodeStatus() {
        return nodeStatus;
    }

    public SessionServer sessions() {
        return sessions;
    }

    /** To be called when the agent is told to end. True when it was for the machine, and all pods have ended or had their time. */
    public boolean endPodsIfMachineGoesDown() throws InterruptedException {
        return housekeeping.endPodsIfMachineGoesDown();
    }

    @Override
    public void close() throws IOException {
        cluster.removeListener(orphans);
        cluster.removeListener(mirrors);
        cluster.removeListener(workers);
        cluster.removeListener(ownNode);
        cluster.removeListener(removals);
        removals.close();
        staticPods.ifPresent(StaticPods::close);
        housekeeping.close();
        nodeStatus.close();
        events.close();
        workers.close();
        docker.close();
    }

    private EngineInfo awaitEngine() throws InterruptedException {
        boolean reported = false;
        while (true) {
            try {
                pause.ensure();
                return engine.info();
            } catch (EngineException | IOException e) {
                if (!reported) {
                    LOG.warn("event=engine-awaited host={} error=\"{}\"", options.dockerHost(), e.getMessage());
                }
                reported = true;
                Thread.sleep(ENGINE_RETRY);
            }
        }
    }

    /** Pods run without groups of their own too, only not as well kept apart: better than not at all. */
    private void startGroups(EngineInfo engineNow) {
        try {
            groups.start(engineNow.groupDriver(), allPods);
        } catch (IOException e) {
            String message = "Failed to update Node Allocatable Limits: " + e.getMessage();
            LOG.error("event=pod-groups-off error=\"{}\"", e.getMessage());
            reporter.event(ObjectEvent.ofNode(
                    options.nodeName(), ObjectEvent.Type.WARNING, "FailedNodeAllocatableEnforcement", message));
        }
    }

    /** @throws IOException when one of the groups is not there: upstream's kubelet does not start then either */
    private void holdOthers(EngineInfo engineNow) throws IOException {
        ReservedGroups reserved = new ReservedGroups(engineNow.groupDriver(), commands, Path.of("/"));
        for (ReservedGroup group : options.reservations().groups()) {
            String title = group.owner().title();
            try {
                reserved.enforce(group.path(), limits(group));
            } catch (IOException e) {
                String message = "Failed to enforce " + title + group.scope().title() + " Cgroup Limits on \""
                        + group.path() + "\": " + e.getMessage();
                tellOfNode(ObjectEvent.Type.WARNING, "FailedNodeAllocatableEnforcement", message);
                throw new IOException(message, e);
            }
            tellOfNode(
                    ObjectEvent.Type.NORMAL,
                    "NodeAllocatableEnforced",
                    "Updated limits on " + title.toLowerCase(Locale.ROOT) + " cgroup " + group.path());
        }
    }

    /** 0 for what is not reserved, and stays as it is. */
    private static GroupLimits limits(ReservedGroup group) {
        Map<String, Quantity> amounts = group.amounts();
        long shares =
                amounts.containsKey("cpu") ? CpuTime.shares(amounts.get("cpu").millis()) : 0;
        return switch (group.scope()) {
            case COMPRESSIBLE -> new GroupLimits(shares, 0, 0, 0, Map.of());
            case ALL ->
                new GroupLimits(
                        shares,
                        0,
                        amounts.getOrDefault("memory", Quantity.of(0)).units(),
                        amounts.getOrDefault("pid", Quantity.of(0)).units(),
                        Map.of());
        };
    }

    private void tellOfNode(ObjectEvent.Type type, String reason, String message) {
        reporter.event(ObjectEvent.ofNode(options.nodeName(), type, reason, message));
    }

    private static Reservations reservations(AgentOptions options) {
        return new Reservations(
                options.reservations(),
                Map.of(
                        "memory", options.eviction().kept(Signal.MEMORY_AVAILABLE),
                        "ephemeral-storage", options.eviction().kept(Signal.NODE_DISK_AVAILABLE)));
    }

    private static GroupLimits allPods(HostFacts facts, NodeResources resources, ReservationSettings reserved)
            throws IOException {
        return switch (reserved.enforcement()) {
            case PODS ->
                new GroupLimits(
                        CpuTime.shares(resources.offered("cpu").millis()),
                        0,
                        resources.offered("memory").units(),
                        Math.max(1, facts.processIds()[1] - reserved.of("pid").units()),
                        Map.of());
            case NONE -> new GroupLimits(CpuTime.shares(facts.processors() * 1000L), 0, 0, 0, Map.of());
        };
    }

    private static NodeContext context(AgentOptions options, HostFacts facts, Path stateDir, NodeResources resources)
            throws IOException {
        long memory = facts.memoryTotal();
        return new NodeContext(
                options.nodeName(),
                options.addresses(),
                memory,
                facts.lowestOomScore(),
                resources.allocatable(),
                stateDir.resolve("seccomp"),
                facts.appArmor());
    }
}
