package io.gantry.gateway;

import io.gantry.cache.WatchCache;
import io.gantry.metrics.UsageSamples;
import io.gantry.node.MirrorPods;
import io.gantry.node.NodeFeeds;
import io.gantry.node.NodeStatusWriter;
import io.gantry.node.PodCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control plane's end of the node link: a gRPC server with mutual TLS that every node agent dials. */
public final class NodeGateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeGateway.class);
    private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
    private static final int MAX_CALLS_OF_A_CONNECTION = 1_000;
    private static final long GRACE_SECONDS = 3;

    private final Connections connections = new Connections();
    private final NodeSessions sessions;
    private final FeedPump pump;
    private final Server server;
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("node-link-", 0).factory());
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("node-link-timer").factory());

    /**
     * @param credentials see {@link GatewayTls}
     * @param cache must be started
     * @param writer takes what agents report
     * @param samples takes what agents measure
     * @param mirrors takes what agents run of themselves
     * @param podCredentials gives agents tokens and certificates of their pods
     * @param sessionIds makes ids that nobody can guess
     */
    public NodeGateway(
            GatewaySettings settings,
            ServerCredentials credentials,
            WatchCache cache,
            NodeStatusWriter writer,
            UsageSamples samples,
            MirrorPods mirrors,
            PodCredentials podCredentials,
            InstantSource clock,
            Supplier<String> sessionIds) {
        NodeFeeds feeds = new NodeFeeds(cache);
        GatewayParts parts = new GatewayParts(
                settings,
                feeds,
                cache::awaitCurrent,
                new AgentReports(writer, samples, mirrors),
                podCredentials,
                connections,
                clock,
                executor,
                scheduler);
        sessions = new NodeSessions(
                connections,
                sessionIds,
                settings.sessionPatience(),
                settings.limits().sessions(),
                clock);
        connections.onLeave(sessions::connectionEnded);
        pump = new FeedPump(cache, feeds, executor, this::startAllAnew);
        server = NettyServerBuilder.forAddress(settings.address(), credentials)
                .executor(executor)
                .intercept(new NodeIdentity())
                .addService(new NodeLinkService(parts, sessions))
                .keepAliveTime(settings.keepAlive().toNanos(), TimeUnit.NANOSECONDS)
                .permitKeepAliveTime(settings.keepAlive().toNanos() / 3, TimeUnit.NANOSECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .maxConcurrentCallsPerConnection(MAX_CALLS_OF_A_CONNECTION)
                .build();
    }

    /** Begins to listen. Throws {@link IOException} when the port is taken. */
    public void start() throws IOException {
        pump.start();
        server.start();
        LOG.info("node gateway listens port={}", server.getPort());
    }

    /** The port that it listens on. */
    public int port() {
        return server.getPort();
    }

    /** Opens logs, exec, attach and port-forward sessions on nodes. */
    public NodeSessions sessions() {
        return sessions;
    }

    /** Nodes that are connected to this instance now. */
    public int connectedNodes() {
        return connections.size();
    }

    private void startAllAnew() {
        LOG.warn("events were lost and all nodes start anew nodes={}", connections.size());
        connections.closeAll(Status.UNAVAILABLE.withDescription("the cluster's state was loaded anew; connect again"));
    }

    /** Ends all connections and stops. Agents keep their pods and dial another instance. */
    @Override
    public void close() {
        pump.close();
        connections.closeAll(Status.UNAVAILABLE.withDescription("the control plane stops"));
        server.shutdown();
        try {
            if (!server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
                server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.shutdownNow();
        }
        executor.shutdown();
        scheduler.shutdownNow();
    }
}
