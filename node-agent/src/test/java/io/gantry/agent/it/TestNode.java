package io.gantry.agent.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.Agent;
import io.gantry.agent.AgentOptions;
import io.gantry.agent.certificate.CertificateSource;
import io.gantry.agent.cgroup.GroupSettings;
import io.gantry.agent.cluster.ClusterSettings;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.cni.HostRules;
import io.gantry.agent.eviction.EvictionSettings;
import io.gantry.agent.host.HostCommands;
import io.gantry.agent.image.CredentialVerification;
import io.gantry.agent.image.ImageGarbageSettings;
import io.gantry.agent.link.Endpoint;
import io.gantry.agent.link.TlsFiles;
import io.gantry.agent.node.ReservationSettings;
import io.gantry.agent.object.Json;
import io.gantry.agent.runtime.DockerApi;
import io.gantry.agent.shutdown.ShutdownSettings;
import io.gantry.agent.token.IssuedToken;
import io.gantry.agent.token.TokenIssuer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** An agent with a control plane that consists of this class. */
final class TestNode implements AutoCloseable {

    static final String NAME = "it-node";
    static final Duration LIMIT = Duration.ofSeconds(40);

    /** Apart from the groups of whatever else runs on this machine. */
    static final String GROUP = "/gantry-it";

    static final String BRIDGE = "gantryit0";
    private static final String POD_CIDR = "10.213.0.0/24";

    final ClusterState cluster = new ClusterState();
    final RecordingReporter reporter = new RecordingReporter();
    private final AtomicInteger requests = new AtomicInteger();
    private final URI engine;
    private volatile Duration passed = Duration.ZERO;
    private final InstantSource clock = () -> Instant.now().plus(passed);
    private final Duration engineLimit;
    private final Path stateDir;
    private Agent agent;

    TestNode(URI engine, Path stateDir) throws IOException, InterruptedException {
        this(engine, DockerApi.DEFAULT_LIMIT, stateDir);
    }

    /** @param engineLimit how long a request to the engine may take */
    TestNode(URI engine, Duration engineLimit, Path stateDir) throws IOException, InterruptedException {
        this.engineLimit = engineLimit;
        this.engine = engine;
        this.stateDir = stateDir;
        agent = newAgent(cluster, reporter);
        agent.start();
        sync(cluster);
    }

    Agent agent() {
        return agent;
    }

    /** Lets time pass on the node's clock. */
    void pass(Duration more) {
        passed = passed.plus(more);
    }

    /** Ends the agent and starts another one, which finds the control plane as it is. */
    void restartAgent() throws IOException, InterruptedException {
        agent.close();
        agent = newAgent(cluster, reporter);
        agent.start();
        cluster.list(ObjectRef.PODS).forEach(this::apply);
    }

    void apply(String resource, ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        cluster.upsert(
                new ObjectRef(
                        resource,
                        metadata.path("namespace").asText(""),
                        metadata.path("name").asText()),
                object);
    }

    void apply(ObjectNode pod) {
        apply(ObjectRef.PODS, pod);
    }

    /** Does what a deletion does: sets the time, waits for the node to finish, removes the object. */
    void delete(ObjectNode pod, long graceSeconds) {
        beginDelete(pod, graceSeconds);
        Await.until("pod finished", LIMIT, () -> reporter.finished(uid(pod)));
        remove(pod);
    }

    void beginDelete(ObjectNode pod, long graceSeconds) {
        ObjectNode deleting = pod.deepCopy();
        ((ObjectNode) deleting.path("metadata"))
                .put("deletionTimestamp", "2026-01-01T00:00:00Z")
                .put("deletionGracePeriodSeconds", graceSeconds);
        apply(deleting);
    }

    void remove(ObjectNode pod) {
        cluster.remove(new ObjectRef(
                ObjectRef.PODS,
                pod.path("metadata").path("namespace").asText(),
                pod.path("metadata").path("name").asText()));
    }

    ObjectNode await(ObjectNode pod, String what, Predicate<ObjectNode> condition) {
        return Await.value(what, LIMIT, () -> reporter.status(uid(pod)).filter(condition));
    }

    ObjectNode awaitReady(ObjectNode pod) {
        return await(pod, "ready", status -> condition(status, "Ready").equals("True"));
    }

    static String condition(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText();
            }
        }
        return "";
    }

    static JsonNode container(JsonNode status, String name) {
        return Optional.of(status.path("containerStatuses")).stream()
                .flatMap(list -> Json.list(list).stream())
                .filter(container -> container.path("name").asText().equals(name))
                .findFirst()
                .orElse(Json.object());
    }

    static String uid(JsonNode pod) {
        return pod.path("metadata").path("uid").asText();
    }

    Path stateDir() {
        return stateDir;
    }

    @Override
    public void close() throws IOException {
        agent.close();
        HostCommands commands = new HostCommands();
        for (String[] command : new String[][] {
            {"ip", "link", "del", BRIDGE},
            {
                "iptables",
                "-w",
                "-D",
                "FORWARD",
                "-m",
                "comment",
                "--comment",
                "gantry pod network",
                "-j",
                HostRules.forwardChain(BRIDGE)
            },
            {"iptables", "-w", "-F", HostRules.forwardChain(BRIDGE)},
            {"iptables", "-w", "-X", HostRules.forwardChain(BRIDGE)},
            {
                "iptables",
                "-w",
                "-t",
                "nat",
                "-D",
                "POSTROUTING",
                "-m",
                "comment",
                "--comment",
                "gantry pod network",
                "-j",
                HostRules.outChain(BRIDGE)
            },
            {"iptables", "-w", "-t", "nat", "-F", HostRules.outChain(BRIDGE)},
            {"iptables", "-w", "-t", "nat", "-X", HostRules.outChain(BRIDGE)},
        }) {
            commands.run(List.of(command), Map.of(), new byte[0], Duration.ofSeconds(10));
        }
    }

    private Agent newAgent(ClusterState state, RecordingReporter to) throws IOException {
        AgentOptions options = new AgentOptions(
                NAME,
                List.of(new Endpoint("localhost", 1)),
                new TlsFiles(Path.of("unused"), Path.of("unused"), Path.of("unused")),
                engine,
                engineLimit,
                stateDir,
                List.of("127.0.0.1"),
                Path.of("/usr/lib/cni"),
                stateDir.resolve("no-cni-conf"),
                BRIDGE,
                Map.of(),
                // a machine that runs tests may be short of anything
                EvictionSettings.of("", "", "", "", Duration.ofMinutes(5), 0),
                new ImageGarbageSettings(100, 80, Duration.ZERO),
                CredentialVerification.DEFAULT,
                Optional.of(stateDir.resolve("manifests")),
                ShutdownSettings.NONE,
                new GroupSettings(GroupSettings.Mode.PODS, GROUP, 4096),
                ReservationSettings.NONE);
        TokenIssuer tokens = request -> new IssuedToken(
                "token-of-" + request.pod().name(), Instant.now(), Instant.now().plusSeconds(3600));
        return new Agent(options, "v1.36.2", state, to, tokens, this::certificateRequested, clock);
    }

    /** As the control plane shows a request that nobody has answered. */
    private String certificateRequested(CertificateSource source, byte[] stub) {
        String name = "req-" + requests.incrementAndGet();
        ObjectNode request = Json.object();
        request.putObject("metadata").put("namespace", source.pod().namespace()).put("name", name);
        request.putObject("spec").put("podUID", source.pod().uid()).put("stubPKCS10Request", stub);
        apply(ObjectRef.CERTIFICATE_REQUESTS, request);
        return name;
    }

    private void sync(ClusterState state) {
        state.beginSnapshot();
        ObjectNode node = Json.object();
        node.putObject("metadata").put("name", NAME);
        node.putObject("spec").put("podCIDR", POD_CIDR);
        apply(ObjectRef.NODES, node);
        state.completeSnapshot(new ClusterSettings("cluster.local", "10.96.0.10", "10.96.0.0/16", "10.213.0.0/16"));
    }
}
