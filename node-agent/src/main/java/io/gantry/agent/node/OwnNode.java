package io.gantry.agent.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ClusterListener;
import io.gantry.agent.cluster.ClusterSettings;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.cni.PodNetworks;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.JsonFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up what the control plane decides about this node: the range of its pods' addresses. Kept on disk for restarts. */
public final class OwnNode implements ClusterListener {

    private static final Logger LOG = LoggerFactory.getLogger(OwnNode.class);

    private final ObjectRef ref;
    private final ClusterState cluster;
    private final PodNetworks networks;
    private final Path file;
    private final Runnable onChange;
    private final ReentrantLock applying = new ReentrantLock();
    private String applied = "";

    /** @param onChange called after the network was made ready */
    public OwnNode(String name, ClusterState cluster, PodNetworks networks, Path stateDir, Runnable onChange) {
        this.ref = new ObjectRef(ObjectRef.NODES, "", name);
        this.cluster = cluster;
        this.networks = networks;
        this.file = stateDir.resolve("node.json");
        this.onChange = onChange;
    }

    /** Goes on with what was known before a restart. */
    public void restore() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try {
            cluster.upsert(ref, Json.read(Files.readAllBytes(file)));
        } catch (UncheckedIOException e) {
            // the control plane will say it again
            LOG.warn("event=unreadable-node file={} error=\"{}\"", file, e.getMessage());
        }
    }

    @Override
    public void changed(ObjectRef changed) {
        if (changed.equals(ref)) {
            Thread.ofVirtual().name("own-node").start(this::apply);
        }
    }

    @Override
    public void synced(ClusterSettings settings) {
        Thread.ofVirtual().name("own-node").start(this::apply);
    }

    private void apply() {
        applying.lock();
        try {
            Optional<ObjectNode> node = cluster.get(ref);
            String cidr = node.map(json -> json.path("spec").path("podCIDR").asText(""))
                    .orElse("");
            String clusterCidr = cluster.settings().clusterCidr();
            if (cidr.isEmpty() || applied.equals(cidr + clusterCidr)) {
                return;
            }
            networks.podCidr(cidr, clusterCidr);
            applied = cidr + clusterCidr;
            LOG.info("event=pod-network cidr={} clusterCidr={}", cidr, clusterCidr);
            save(node.get());
            onChange.run();
        } catch (IOException e) {
            LOG.error("event=pod-network-failed error=\"{}\"", e.getMessage());
        } finally {
            applying.unlock();
        }
    }

    private void save(ObjectNode node) throws IOException {
        JsonFile.replace(file, node);
    }
}
