package io.gantry.agent.link;

import io.gantry.node.v1.NodeLinkGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's connection to the control plane: dialled by the node, renewed for ever. Instances are tried in turn, with a growing
 * and jittered pause, so that a control plane that comes back is not stormed.
 */
public final class NodeLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeLink.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(3);
    private static final int MAX_MESSAGE_BYTES = 16 << 20;
    private static final long KEEP_ALIVE_SECONDS = 30;
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final List<Endpoint> endpoints;
    private final TlsFiles tls;
    private final LinkStream.Parts parts;
    private final RandomGenerator random;
    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;
    private volatile Endpoint reportsTo;

    public NodeLink(List<Endpoint> endpoints, TlsFiles tls, LinkStream.Parts parts, RandomGenerator random) {
        this.endpoints = List.copyOf(endpoints);
        this.reportsTo = endpoints.getFirst();
        this.tls = tls;
        this.parts = parts;
        this.random = random;
    }

    public void start() {
        threads.add(Thread.ofVirtual().name("node-link").start(this::run));
        if (endpoints.size() > 1) {
            endpoints.forEach(endpoint ->
                    threads.add(Thread.ofVirtual().name("node-link-" + endpoint).start(() -> standBy(endpoint))));
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        threads.forEach(NodeLink::awaitEnd);
        executor.shutdownNow();
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** What writes must take nothing more from the outbox when another link begins. */
    private static void awaitEnd(Thread thread) {
        try {
            thread.join(LONGEST_END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        for (int turn = 0; !closed; turn++) {
            Endpoint endpoint = endpoints.get(turn % endpoints.size());
            if (connect(endpoint)) {
                pause = FIRST_PAUSE;
            }
            if (!sleep(jittered(pause))) {
                return;
            }
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : doubled;
        }
    }

    /** Is there for the sessions of an instance while the node reports to another. */
    private void standBy(Endpoint endpoint) {
        do {
            if (!endpoint.equals(reportsTo)) {
                connectSecondary(endpoint);
            }
        } while (!closed && sleep(jittered(MAX_PAUSE)));
    }

    private void connectSecondary(Endpoint endpoint) {
        ManagedChannel channel = null;
        try {
            channel = open(endpoint);
            new SecondaryStream(NodeLinkGrpc.newStub(channel), parts).run();
        } catch (IOException e) {
            LOG.debug("event=secondary-link-ended endpoint={} error=\"{}\"", endpoint, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("event=secondary-link-crashed endpoint={}", endpoint, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (channel != null) {
                channel.shutdownNow();
            }
        }
    }

    /** Returns when the connection is over; true when it had worked. */
    private boolean connect(Endpoint endpoint) {
        ManagedChannel channel = null;
        LinkStream stream = null;
        reportsTo = endpoint;
        try {
            channel = open(endpoint);
            parts.credentials().connected(channel);
            stream = new LinkStream(NodeLinkGrpc.newStub(channel), parts);
            stream.run();
            LOG.info("event=link-ended endpoint={}", endpoint);
        } catch (IOException e) {
            LOG.warn("event=link-failed endpoint={} error=\"{}\"", endpoint, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("event=link-crashed endpoint={}", endpoint, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            parts.credentials().disconnected();
            if (channel != null) {
                channel.shutdownNow();
            }
        }
        return stream != null && stream.worked();
    }

    private ManagedChannel open(Endpoint endpoint) throws IOException {
        return NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port())
                .sslContext(tls.context())
                .eventLoopGroup(eventLoop)
                .channelType(NioSocketChannel.class)
                .executor(executor)
                .offloadExecutor(executor)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .disableRetry()
                .build();
    }

    /** Between half and one and a half times as long. */
    private Duration jittered(Duration pause) {
        return pause.dividedBy(2).plusMillis(random.nextLong(pause.toMillis() + 1));
    }

    private static boolean sleep(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
