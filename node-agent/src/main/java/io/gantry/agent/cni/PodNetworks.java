package io.gantry.agent.cni;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.JsonFile;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network of the node's pods. What was set up for a pod is written to {@code network.json} in the pod's directory before
 * anything uses it, so that it is found and taken down after a restart.
 */
public final class PodNetworks {

    private static final Logger LOG = LoggerFactory.getLogger(PodNetworks.class);
    private static final String FILE = "network.json";
    /** The plugin finds its rules by the sandbox's id, but looks for none when there is no port. */
    private static final ObjectNode ANY_PORT =
            Json.read("{\"portMappings\":[{\"hostPort\":1,\"containerPort\":1,\"protocol\":\"tcp\"}]}");

    private final CniPlugins plugins;
    private final HostRules rules;
    private final Path configDir;
    private final Path leaseDir;
    private final String bridge;
    private volatile String podCidr = "";

    /** @param configDir the first {@code .conflist} or {@code .conf} in it replaces the agent's own network */
    public PodNetworks(CniPlugins plugins, HostRules rules, Path configDir, Path leaseDir, String bridge) {
        this.plugins = plugins;
        this.rules = rules;
        this.configDir = configDir;
        this.leaseDir = leaseDir;
        this.bridge = bridge;
    }

    /** The node's range became known or changed. */
    public void podCidr(String cidr, String clusterCidr) throws IOException {
        podCidr = cidr;
        if (!cidr.isEmpty() && configured().isEmpty()) {
            rules.ensure(bridge, cidr, clusterCidr.isEmpty() ? cidr : clusterCidr);
        }
    }

    /** Why pods cannot get a network; empty when they can. */
    public String unreadyReason() throws IOException {
        return podCidr.isEmpty() && configured().isEmpty() ? "the node has no pod CIDR yet" : "";
    }

    /** What was set up, or begun: a record that cannot be read counts as begun for a sandbox that nobody remembers. */
    public Optional<PodNetwork> find(Path podDir) throws IOException {
        Path file = podDir.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(PodNetwork.fromJson(Json.read(Files.readAllBytes(file))));
        } catch (UncheckedIOException | ClassCastException e) {
            LOG.warn("event=unreadable-network file={} error=\"{}\"", file, e.getMessage());
            return Optional.of(new PodNetwork("", plan(), ANY_PORT.deepCopy(), Json.object()));
        }
    }

    /** Connects a sandbox. A network left from an earlier sandbox of the pod is taken down first. */
    public PodNetwork setUp(Pod pod, Path podDir, String sandboxId, long sandboxPid) throws IOException {
        tearDown(pod.identity(), podDir, List.of(), 0);
        ObjectNode ports = PortMappings.of(pod);
        NetworkPlan plan = ports.path("portMappings").isEmpty() ? plan().withoutPortMappings() : plan();
        // written before the call as well: a crash in between must not leak the address
        write(podDir, new PodNetwork(sandboxId, plan, ports, Json.object()));
        PodNetwork network = plugins.add(plan, pod.identity(), sandboxId, namespace(sandboxPid), ports);
        write(podDir, network);
        return network;
    }

    /**
     * Disconnects the pod's sandbox; does nothing when none is connected.
     *
     * @param sandboxIds all that the engine knows of the pod: which one was connected may not be known any more
     */
    public void tearDown(PodIdentity pod, Path podDir, List<String> sandboxIds, long sandboxPid) throws IOException {
        Optional<PodNetwork> network = find(podDir);
        if (network.isEmpty()) {
            return;
        }
        String namespace = sandboxPid > 0 && Files.exists(namespace(sandboxPid))
                ? namespace(sandboxPid).toString()
                : "";
        for (PodNetwork each : network.get().ofAny(sandboxIds)) {
            plugins.delete(each, pod, namespace);
        }
        Files.deleteIfExists(podDir.resolve(FILE));
    }

    private static Path namespace(long pid) {
        return Path.of("/proc", Long.toString(pid), "ns", "net");
    }

    private NetworkPlan plan() throws IOException {
        Optional<Path> file = configured();
        if (file.isPresent()) {
            return NetworkPlan.read(Json.read(Files.readAllBytes(file.get())));
        }
        if (podCidr.isEmpty()) {
            throw new IOException("network is not ready: " + unreadyReason());
        }
        return NetworkPlan.bridge(bridge, podCidr, leaseDir);
    }

    private Optional<Path> configured() throws IOException {
        if (!Files.isDirectory(configDir)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(configDir)) {
            List<Path> sorted = files.filter(file -> file.toString().matches(".*\\.conf(list)?"))
                    .sorted()
                    .toList();
            return sorted.stream().findFirst();
        }
    }

    private static void write(Path podDir, PodNetwork network) throws IOException {
        JsonFile.replace(podDir.resolve(FILE), network.toJson());
    }
}
