package io.gantry.agent;

import ch.qos.logback.classic.Level;
import io.gantry.agent.cgroup.PodGroups;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.host.HostCommands;
import io.gantry.agent.link.CredentialCalls;
import io.gantry.agent.link.Endpoint;
import io.gantry.agent.link.LinkStream;
import io.gantry.agent.link.NodeLink;
import io.gantry.agent.link.Outbox;
import io.gantry.agent.link.TlsFiles;
import io.gantry.agent.network.NodeCleanUp;
import io.gantry.agent.network.NodeNetwork;
import io.gantry.agent.runtime.DockerApi;
import io.gantry.agent.system.SystemCommands;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The node agent: reads its options, wires its parts, and runs until it is told to end. */
@Command(
        name = "gantry-node-agent",
        mixinStandardHelpOptions = true,
        description = "Runs the pods of one node on its Docker engine.")
public final class Main implements Callable<Integer> {

    /** How long the control plane is told of pods that have ended. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private static final Duration SNAPSHOT_PATIENCE = Duration.ofSeconds(30);

    private static final String KUBERNETES_VERSION = "v1.36.2";

    @Option(names = "--node-name", required = true, description = "Name of the Node object.")
    private String nodeName;

    @Option(
            names = "--control-plane",
            required = true,
            split = ",",
            description = "host:port of each instance's node gateway.")
    private List<String> controlPlane;

    @Option(names = "--cert", required = true, description = "Client certificate (PEM), CN=system:node:NAME.")
    private Path certificate;

    @Option(names = "--key", required = true, description = "Key of the client certificate (PEM, PKCS#8).")
    private Path key;

    @Option(names = "--ca", required = true, description = "Authority of the control plane (PEM).")
    private Path authority;

    @Option(names = "--docker-host", description = "Docker engine (default: ${DEFAULT-VALUE}).")
    private URI dockerHost = URI.create("unix:///var/run/docker.sock");

    @Option(names = "--state-dir", description = "Where pods live on disk (default: ${DEFAULT-VALUE}).")
    private Path stateDir = Path.of("/var/lib/gantry");

    @Option(
            names = "--node-address",
            required = true,
            split = ",",
            description = "Addresses of the node, the primary one first.")
    private List<String> addresses;

    @Option(names = "--cni-bin-dir", description = "CNI plugins (default: ${DEFAULT-VALUE}).")
    private Path cniBinDir = Path.of("/usr/lib/cni");

    @Option(
            names = "--cni-conf-dir",
            description = "A configuration in it replaces the agent's own pod network (default: ${DEFAULT-VALUE}).")
    private Path cniConfDir = Path.of("/etc/gantry/cni");

    @Option(names = "--bridge", description = "Bridge of the pod network (default: ${DEFAULT-VALUE}).")
    private String bridge = "gantry0";

    @Option(names = "--label", description = "Label of the Node object: NAME=VALUE. May be repeated.")
    private Map<String, String> labels = Map.of();

    @Option(
            names = "--runtime-request-timeout",
            converter = DurationText.class,
            description = "How long a request to the engine may take, but for those that stream (default: 2m).")
    private Duration requestTimeout = DockerApi.DEFAULT_LIMIT;

    @Mixin
    private EvictionFlags evictions;

    @Mixin
    private ImageFlags images;

    @Mixin
    private ShutdownFlags shutdown;

    @Mixin
    private ResourceFlags resources;

    @Option(
            names = "--pod-manifest-path",
            description =
                    "Folder with static pods, one in each file: they run whether there is a control plane or not.")
    private Path manifests;

    @Option(
            names = "--clean-up",
            description =
                    "Remove rules, routes, addresses, control groups and the bridge of an agent that no longer runs, and end.")
    private boolean cleanUp;

    @Option(
            names = "--dns-address",
            description = "Address of the name server that --clean-up removes (default: ${DEFAULT-VALUE}).")
    private String dnsAddress = "10.96.0.10";

    @Option(names = "--log-level", description = "ERROR, WARN, INFO, DEBUG or TRACE (default: ${DEFAULT-VALUE}).")
    private String logLevel = "INFO";

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.toLevel(logLevel, Level.INFO));
        }
        if (cleanUp) {
            new NodeCleanUp(new SystemCommands()).run(nodeName, bridge, dnsAddress);
            new PodGroups(resources.groups(), List.of(), new HostCommands(), Path.of("/")).removeAll();
            return 0;
        }
        AgentOptions options = options();
        InstantSource clock = InstantSource.system();
        ClusterState cluster = new ClusterState();
        Outbox outbox = new Outbox();
        CredentialCalls credentials = new CredentialCalls(clock);
        CountDownLatch ended = new CountDownLatch(1);
        try (Agent agent = new Agent(options, version(), cluster, outbox, credentials, credentials, clock)) {
            LinkStream.Parts parts = new LinkStream.Parts(
                    nodeName,
                    version(),
                    agent.nodeStatus()::node,
                    cluster,
                    outbox,
                    agent.sessions(),
                    credentials,
                    SNAPSHOT_PATIENCE,
                    clock);
            try (NodeNetwork network = new NodeNetwork(nodeName, cluster, new SystemCommands());
                    NodeLink link =
                            new NodeLink(options.controlPlane(), options.tls(), parts, RandomGenerator.getDefault())) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(agent, outbox, ended), "shutdown"));
                agent.start();
                network.start();
                link.start();
                ended.await();
            }
        }
        return 0;
    }

    /** The pods of a machine that goes on running are left as they are. */
    private static void end(Agent agent, Outbox outbox, CountDownLatch ended) {
        try {
            if (agent.endPodsIfMachineGoesDown()) {
                outbox.awaitSent(LAST_WORDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private AgentOptions options() {
        return new AgentOptions(
                nodeName,
                controlPlane.stream().map(Endpoint::parse).toList(),
                new TlsFiles(certificate, key, authority),
                dockerHost,
                requestTimeout,
                stateDir,
                addresses,
                cniBinDir,
                cniConfDir,
                bridge,
                labels,
                evictions.settings(),
                images.settings(),
                images.verification(),
                Optional.ofNullable(manifests),
                shutdown.settings(),
                resources.groups(),
                resources.reservations());
    }

    private static String version() {
        String own = Main.class.getPackage().getImplementationVersion();
        return KUBERNETES_VERSION + "+gantry-" + (own == null ? "development" : own);
    }
}
