package io.gantry.launcher;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The cluster of this machine: its parts in the order in which they start and stop. */
final class Cluster {

    private static final Duration NODES_READY = Duration.ofSeconds(180);

    private final Layout layout;
    private final Settings settings;
    private final PrintStream out;
    private final Shell shell = new Shell();
    private final Mounts mounts = new Mounts(shell);
    private final MachineNetwork network;
    private final ClustersOfMachine clusters;
    private final PostgresServer postgres;
    private final ExternalDatabase external;
    private final Liberty liberty;
    private final ClusterPki pki;

    Cluster(Layout layout, Settings settings, PrintStream out) {
        this.layout = layout;
        this.settings = settings;
        this.out = out;
        this.network = new MachineNetwork(shell, settings);
        this.clusters = new ClustersOfMachine(ClustersOfMachine.DIRECTORY, this::isRunning);
        this.postgres = new PostgresServer(layout, settings.databasePort());
        this.external = new ExternalDatabase(layout.externalDatabase());
        this.liberty = new Liberty(layout);
        this.pki = new ClusterPki(layout, settings);
    }

    void up(int requestedNodes) {
        long started = System.nanoTime();
        Preflight preflight = new Preflight(shell, out);
        preflight.ensureRoot();
        preflight.ensureInstalled();
        external.use(settings.databaseUrl(), Files.isDirectory(layout.postgres()));
        int nodes = Math.max(requestedNodes, knownNodes());
        step("certificates", () -> pki.ensure(nodes));
        clusters.enter(layout.state())
                .forEach(other -> out.println("Note: another cluster runs on this machine, with its state in " + other
                        + ". Both have a node-1 with the same engine and iptables: each removes pods of the other."));
        step("network", network::ensureBridge);
        if (settings.databaseUrl().isEmpty()) {
            step("PostgreSQL", postgres::start);
        }
        step("control plane: starting", () -> liberty.start(environment()));
        for (int number : Settings.nodeNumbers(nodes)) {
            step(Settings.nodeName(number), () -> startNode(number));
        }
        network.allowForwarding();
        ApiProbe probe = new ApiProbe(pki.server(), pki.adminTls());
        step("control plane: ready", () -> liberty.await(probe::ready));
        step("nodes: Ready", () -> awaitNodes(probe, nodes));
        out.printf("Gantry is up after %.1f s. Type:%n", (System.nanoTime() - started) / 1e9);
        out.println("  export KUBECONFIG=" + layout.kubeconfig());
        out.println("  kubectl get nodes");
    }

    void down() {
        for (int number : Settings.nodeNumbers(knownNodes())) {
            DockerEngine engine = engine(number);
            agent(number, engine).stop();
            engine.stopPods();
        }
        liberty.stop();
        postgres.stop();
        for (int number : Settings.nodeNumbers(knownNodes())) {
            if (number > 1) {
                engine(number).stop();
            }
        }
        out.println("Gantry is down; its state is kept in " + layout.state());
    }

    void purge() {
        for (int number : Settings.nodeNumbers(knownNodes())) {
            DockerEngine engine = engine(number);
            NodeAgent agent = agent(number, engine);
            agent.stop();
            if (Files.isDirectory(layout.node(agent.name())) && (number == 1 || network.hasNamespace(number))) {
                engine.start(); // one that crashed left containers running
                engine.removePods();
                agent.cleanUp();
            }
        }
        liberty.stop();
        postgres.stop();
        for (int number : Settings.nodeNumbers(knownNodes()).reversed()) {
            engine(number).stop();
            if (number > 1) {
                network.removeNamespace(number);
            }
        }
        mounts.removeBelow(layout.state());
        if (!clusters.leave(layout.state())) {
            network.removeBridge();
            mounts.removeBelow(Path.of("/run/gantry"));
            new FileTree(Path.of("/run/gantry")).delete();
        }
        forget();
    }

    private boolean isRunning(Path state) {
        return new Liberty(new Layout(layout.home(), state, layout.agent()))
                .daemon()
                .running()
                .isPresent();
    }

    /** Of a database that is not ours nothing is removed; so the keys stay, without which nobody could read what is in it. */
    private void forget() {
        FileTree state = new FileTree(layout.state());
        Optional<String> database = external.address();
        if (database.isEmpty()) {
            state.delete();
            out.println("Gantry is down and left nothing behind.");
        } else {
            state.deleteAllBut(layout.pki());
            out.println("Gantry is down. " + database.get() + " is yours and stays as it is, and so does "
                    + layout.pki() + " with the keys of what is in it; remove both when you no longer need them.");
        }
    }

    void status() {
        external.address()
                .ifPresentOrElse(
                        address -> printLine("PostgreSQL", "your own, " + address),
                        () -> printProcess("PostgreSQL", postgres.daemon()));
        printProcess("control plane", liberty.daemon());
        for (int number : Settings.nodeNumbers(knownNodes())) {
            DockerEngine engine = engine(number);
            printProcess(
                    Settings.nodeName(number) + " agent", agent(number, engine).daemon());
            if (engine.daemon().running().isPresent()) {
                printProcess(Settings.nodeName(number) + " engine", engine.daemon());
            }
        }
        if (liberty.daemon().running().isPresent()) {
            ApiProbe probe = new ApiProbe(pki.server(), pki.adminTls());
            out.println("API server     " + (probe.ready() ? "ready" : "not ready") + " at " + pki.server());
            out.println("nodes Ready    " + probe.readyNodes().stream().sorted().collect(Collectors.joining(" ")));
        }
        out.println("kubeconfig     " + layout.kubeconfig());
        out.println("logs           " + layout.logs());
    }

    private void startNode(int number) {
        if (number > 1) {
            network.ensureNamespace(number);
        }
        DockerEngine engine = engine(number);
        engine.start();
        agent(number, engine).start();
    }

    private void awaitNodes(ApiProbe probe, int nodes) {
        Set<String> wanted =
                Settings.nodeNumbers(nodes).stream().map(Settings::nodeName).collect(Collectors.toSet());
        liberty.daemon().await("all nodes are Ready", NODES_READY, () -> unready(probe, wanted), () -> {
            Instant latest = liberty.daemon().startedAt();
            for (int number : Settings.nodeNumbers(nodes)) {
                Daemon agent = agent(number, engine(number)).daemon();
                if (agent.running().isEmpty()) {
                    throw new Failure("the agent of " + Settings.nodeName(number) + " ended", agent.log());
                }
                latest = Collections.max(List.of(latest, agent.startedAt()));
            }
            return probe.readyNodes().containsAll(wanted)
                    && probe.nodesSeenSince(latest).containsAll(wanted);
        });
    }

    private static String unready(ApiProbe probe, Set<String> wanted) {
        return wanted.stream()
                .sorted()
                .map(name -> name + " " + probe.readiness(name))
                .collect(Collectors.joining(", "));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("GANTRY_DATABASE_URL", settings.databaseUrl().orElse(postgres.jdbcUrl()));
        if (settings.databaseUrl().isEmpty()) {
            environment.put("GANTRY_DATABASE_USER", PostgresServer.USER);
            environment.put("GANTRY_DATABASE_PASSWORD", postgres.password());
        }
        environment.put("GANTRY_PKI_DIR", layout.pki().toString());
        environment.put("GANTRY_STATE_DIR", layout.state().toString());
        environment.put("GANTRY_API_PORT", String.valueOf(settings.apiPort()));
        environment.put("GANTRY_SERVER_PORT", String.valueOf(settings.serverPort()));
        environment.put("GANTRY_NODE_PORT", String.valueOf(settings.gatewayPort()));
        environment.put("GANTRY_SERVICE_CIDR", Settings.SERVICE_CIDR);
        environment.put("GANTRY_CLUSTER_CIDR", Settings.CLUSTER_CIDR);
        environment.put("GANTRY_DNS_ADDRESS", Settings.DNS_ADDRESS);
        environment.put("GANTRY_ADVERTISE_ADDRESS", settings.hostAddress());
        environment.put("GANTRY_LOAD_BALANCER_RANGE", settings.loadBalancerRange());
        environment.putAll(pki.environment());
        return environment;
    }

    private DockerEngine engine(int number) {
        return new DockerEngine(layout, shell, number);
    }

    private NodeAgent agent(int number, DockerEngine engine) {
        return new NodeAgent(layout, settings, engine, number);
    }

    /** Nodes that this cluster was started with before; at least one. */
    private int knownNodes() {
        int known = 1;
        while (Files.exists(layout.pki().resolve(Settings.nodeName(known + 1) + ".crt"))) {
            known++;
        }
        return known;
    }

    private void step(String what, Runnable action) {
        long started = System.nanoTime();
        action.run();
        out.printf("%-26s %5.1f s%n", what, (System.nanoTime() - started) / 1e9);
    }

    private void printProcess(String what, Daemon daemon) {
        printLine(
                what,
                daemon.running().map(handle -> "running, pid " + handle.pid()).orElse("stopped"));
    }

    private void printLine(String what, String state) {
        out.printf("%-14s %s%n", what, state);
    }
}
