package io.gantry.agent.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.cluster.ClusterListener;
import io.gantry.agent.cluster.ClusterSettings;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.dns.DnsServer;
import io.gantry.agent.dns.ResolverFile;
import io.gantry.agent.proxy.ServiceProxy;
import io.gantry.agent.route.PodRoutes;
import io.gantry.agent.system.SystemCommands;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the node's service rules, name server and routes to other nodes' pods equal to what the control plane told. One thread works;
 * changes that come while it does are taken together. Closing it leaves rules and routes in place, so that services outlive the agent.
 */
public final class NodeNetwork implements ClusterListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeNetwork.class);

    private static final Set<String> RESOURCES = Set.of("services", "endpointslices.discovery.k8s.io", "nodes");
    private static final int DNS_PORT = 53;

    /** Rules that somebody else removed come back after this time. */
    private static final Duration RESYNC = Duration.ofMinutes(1);

    private static final Duration RETRY = Duration.ofSeconds(2);

    /** Changes are collected for this long: a rollout moves many endpoints at once. */
    private static final Duration COLLECT = Duration.ofMillis(20);

    private final String nodeName;
    private final ClusterState cluster;
    private final SystemCommands commands;
    private final PodRoutes routes;
    private final Thread thread;
    private boolean changed;
    private boolean closed;
    private long lastResync;
    private ServiceProxy proxy;
    private DnsServer dns;

    public NodeNetwork(String nodeName, ClusterState cluster, SystemCommands commands) {
        this.nodeName = nodeName;
        this.cluster = cluster;
        this.commands = commands;
        this.routes = new PodRoutes(nodeName, commands);
        this.thread = Thread.ofPlatform().daemon().name("node-network").unstarted(this::run);
    }

    public void start() {
        cluster.addListener(this);
        thread.start();
    }

    @Override
    public void changed(ObjectRef ref) {
        if (RESOURCES.contains(ref.resource())) {
            wake();
        }
    }

    @Override
    public void synced(ClusterSettings settings) {
        wake();
    }

    private synchronized void wake() {
        changed = true;
        notifyAll();
    }

    private void run() {
        lastResync = System.nanoTime();
        Duration rest = RESYNC;
        while (awaitChange(rest)) {
            rest = RESYNC;
            if (cluster.synced()) {
                try {
                    apply();
                } catch (IOException | RuntimeException e) {
                    LOG.warn(
                            "event=network-not-applied retry-seconds={} error=\"{}\"",
                            RETRY.toSeconds(),
                            e.getMessage());
                    rest = RETRY;
                }
            }
        }
    }

    /** Waits for a change or until the time is over; false when all is to end. */
    private synchronized boolean awaitChange(Duration rest) {
        try {
            if (!changed && !closed) {
                wait(rest.toMillis());
            }
            if (proxy != null && System.nanoTime() - lastResync >= RESYNC.toNanos()) {
                proxy.resync();
                lastResync = System.nanoTime();
            }
            if (!closed) {
                wait(COLLECT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
        changed = false;
        return !closed;
    }

    private void apply() throws IOException {
        Collection<JsonNode> services = List.copyOf(cluster.list("services"));
        Collection<JsonNode> slices = List.copyOf(cluster.list("endpointslices.discovery.k8s.io"));
        routes.apply(List.copyOf(cluster.list("nodes")));
        proxy().apply(services, slices);
        dns().update(services, slices);
    }

    private ServiceProxy proxy() {
        if (proxy == null) {
            ClusterSettings settings = cluster.settings();
            ServiceProxy started = new ServiceProxy(nodeName, settings.clusterCidr(), settings.serviceCidr(), commands);
            started.start();
            proxy = started;
        }
        return proxy;
    }

    private DnsServer dns() throws IOException {
        if (dns == null) {
            ClusterSettings settings = cluster.settings();
            // every node answers on the same address: pods need no other name server, whichever node they run on
            commands.require("ip", "address", "replace", settings.dnsAddress() + "/32", "dev", "lo");
            List<InetSocketAddress> forwarders = ResolverFile.nameServers(settings.dnsAddress());
            DnsServer started = new DnsServer(
                    new InetSocketAddress(settings.dnsAddress(), DNS_PORT), settings.domain(), forwarders);
            started.start();
            dns = started;
            LOG.info("event=dns-started address={} forwarders={}", settings.dnsAddress(), forwarders);
        }
        return dns;
    }

    @Override
    public void close() throws IOException {
        cluster.removeListener(this);
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (dns != null) {
            dns.close();
        }
    }
}
