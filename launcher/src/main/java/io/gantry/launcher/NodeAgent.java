package io.gantry.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The agent of one node of this machine. */
final class NodeAgent {

    private final Layout layout;
    private final Settings settings;
    private final DockerEngine engine;
    private final int number;
    private final Daemon daemon;

    NodeAgent(Layout layout, Settings settings, DockerEngine engine, int number) {
        this.layout = layout;
        this.settings = settings;
        this.engine = engine;
        this.number = number;
        this.daemon = new Daemon(layout, "agent-" + name());
    }

    Daemon daemon() {
        return daemon;
    }

    String name() {
        return Settings.nodeName(number);
    }

    void start() {
        if (daemon.running().isPresent()) {
            return;
        }
        if (!Files.exists(layout.agentJar())) {
            throw new Failure(
                    layout.agentJar() + " is missing; type: ./gantry build, or set GANTRY_AGENT_HOME to where it is");
        }
        daemon.start(command(List.of()), Map.of(), Path.of("/"));
    }

    void stop() {
        daemon.stop("TERM", Duration.ofSeconds(15));
    }

    /** Removes every trace of the agent from the node: containers, rules, interfaces, addresses. */
    void cleanUp() {
        if (Files.exists(layout.agentJar())) {
            new Shell().require(command(List.of("--clean-up")).toArray(String[]::new));
        }
    }

    private List<String> command(List<String> more) {
        List<String> command = new ArrayList<>();
        if (number > 1) {
            command.add("nsenter");
            command.add("--net=/run/netns/" + MachineNetwork.namespace(number));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                // the heap starts small and grows by what lives: the machine's memory is the pods'
                "-Xms24m",
                "-Xmx160m",
                "-XX:MinHeapFreeRatio=20",
                "-XX:MaxHeapFreeRatio=40",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseCompactObjectHeaders",
                "-XX:TieredStopAtLevel=1",
                "-XX:TrimNativeHeapInterval=60000",
                // see liberty-config/jvm.options
                "-Djdk.virtualThreadScheduler.parallelism=32",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                layout.agentJar().toString(),
                "--node-name=" + name(),
                "--control-plane=" + settings.hostAddress() + ":" + settings.gatewayPort(),
                "--cert=" + layout.pki().resolve(name() + ".crt"),
                "--key=" + layout.pki().resolve(name() + ".key"),
                "--ca=" + layout.pki().resolve("ca.crt"),
                "--docker-host=" + engine.host(),
                "--state-dir=" + layout.node(name()),
                "--node-address=" + settings.nodeAddress(number),
                "--cni-bin-dir=" + Preflight.cniBin(),
                "--pod-manifest-path=" + layout.node(name()).resolve("manifests"),
                "--cgroup-root=" + controlGroup(),
                // a developer's disk may be nearly full, and its images are not ours to remove
                "--eviction-hard=memory.available<100Mi",
                "--image-gc-high-threshold=100"));
        command.addAll(more);
        return command;
    }

    /** The nodes of this cluster share the machine, and so may other clusters. */
    private String controlGroup() {
        return "/gantry-" + Integer.toHexString(layout.state().toString().hashCode()) + "/" + name();
    }
}
