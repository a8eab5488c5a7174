package io.gantry.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Docker engine of one node: the host's own for the first, a private one in the node's network namespace for others. */
final class DockerEngine {

    private static final Path HOST_SOCKET = Path.of("/var/run/docker.sock");

    /** Containers go on while the engine is restarted or has died. */
    private static final String LIVE_RESTORE = "live-restore";

    private static final Path CONFIGURATION = Path.of("/etc/docker/daemon.json");

    private final Layout layout;
    private final Shell shell;
    private final int node;
    private final Daemon daemon;

    DockerEngine(Layout layout, Shell shell, int node) {
        this.layout = layout;
        this.shell = shell;
        this.node = node;
        this.daemon = new Daemon(layout, "docker-" + Settings.nodeName(node));
    }

    Daemon daemon() {
        return daemon;
    }

    private boolean isHost() {
        return node == 1;
    }

    String host() {
        return "unix://" + socket();
    }

    private Path socket() {
        return isHost() ? HOST_SOCKET : runtime().resolve("docker.sock");
    }

    private Path runtime() {
        return Path.of("/run/gantry").resolve(Settings.nodeName(node));
    }

    private boolean answers() {
        return shell.run("docker", "-H", host(), "version", "--format", "{{.Server.Version}}")
                .succeeded();
    }

    /** Starts the engine unless it answers already: a service of the host's is used as it is. */
    void start() {
        if (answers()) {
            return;
        }
        if (daemon.running().isEmpty()) {
            if (isHost() && Files.isDirectory(Path.of("/run/systemd/system"))) {
                shell.require("systemctl", "start", "docker");
            } else {
                prepareFolders();
                daemon.start(command(), Map.of(), Path.of("/"));
            }
        }
        if (daemon.running().isPresent()) {
            daemon.await("the Docker engine answers", Duration.ofSeconds(60), this::answers);
        }
    }

    private void prepareFolders() {
        try {
            Files.createDirectories(runtime());
            if (isHost()) {
                // left by an engine that was killed: it would refuse to start
                Optional<String> stale = Files.exists(Path.of("/var/run/docker.pid"))
                        ? Optional.of(
                                Files.readString(Path.of("/var/run/docker.pid")).strip())
                        : Optional.empty();
                if (stale.isPresent() && !Files.exists(Path.of("/proc/" + stale.get()))) {
                    Files.delete(Path.of("/var/run/docker.pid"));
                }
            }
        } catch (IOException e) {
            throw new Failure("cannot prepare " + runtime(), e);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(isHost() ? List.of("dockerd", "-H", host()) : privateEngine());
        if (!isConfigured(LIVE_RESTORE)) {
            command.add("--" + LIVE_RESTORE);
        }
        return command;
    }

    /** An engine refuses to start with a setting that both its configuration and its command line have. */
    private static boolean isConfigured(String setting) {
        try {
            return Files.exists(CONFIGURATION)
                    && Files.readString(CONFIGURATION).contains('"' + setting + '"');
        } catch (IOException e) {
            throw new Failure("cannot read " + CONFIGURATION, e);
        }
    }

    private List<String> privateEngine() {
        Path data = layout.node(Settings.nodeName(node)).resolve("docker");
        return List.of(
                "nsenter",
                "--net=/run/netns/" + MachineNetwork.namespace(node),
                "dockerd",
                "-H",
                host(),
                "--data-root",
                data.toString(),
                "--exec-root",
                runtime().resolve("exec").toString(),
                "--pidfile",
                runtime().resolve("docker.pid").toString(),
                "--bridge=none",
                "--iptables=false",
                "--ip-masq=false");
    }

    /** Stops the engine if this launcher started it; with it all containers of a further node, which would outlive it. */
    void stop() {
        if (!isHost() && daemon.running().isPresent() && answers()) {
            shell.require("docker", "-H", host(), "ps", "-q")
                    .lines()
                    .forEach(id -> shell.run("docker", "-H", host(), "stop", "-t", "1", id));
        }
        daemon.stop("TERM", Duration.ofSeconds(30));
    }

    /** Stops the containers of this node's pods; the host's engine and containers that are not ours stay. */
    void stopPods() {
        ours("ps", "-q").forEach(id -> shell.run("docker", "-H", host(), "stop", "-t", "1", id));
    }

    void removePods() {
        ours("ps", "-aq").forEach(id -> shell.run("docker", "-H", host(), "rm", "-f", "-v", id));
    }

    private List<String> ours(String... list) {
        if (!Files.exists(socket()) || !answers()) {
            return List.of();
        }
        String filter = "label=io.gantry.node=" + Settings.nodeName(node);
        return shell.require("docker", "-H", host(), list[0], list[1], "--filter", filter)
                .lines()
                .toList();
    }
}
