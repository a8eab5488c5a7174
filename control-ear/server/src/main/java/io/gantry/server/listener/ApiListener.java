package io.gantry.server.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port of the API: takes connections, as many threads as processors for all of them. */
final class ApiListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ApiListener.class);

    /** More at a time are closed as they come. */
    private static final int CONNECTIONS = 50_000;

    private static final int BACKLOG = 1_024;

    /** A silent connection is probed so often, as by Go's servers; one whose client's machine has vanished ends after some of them. */
    private static final int PROBE_SECONDS = 15;

    private static final long GRACE_SECONDS = 5;

    private final MultiThreadIoEventLoopGroup threads;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel port;

    /** @param choices who goes on with each connection once its TLS has begun */
    ApiListener(InetSocketAddress address, ListenerTls tls, Supplier<ProtocolChoice> choices) {
        IoHandlerFactory selector = NioIoHandler.newFactory();
        this.threads = new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), selector);
        this.port = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), PROBE_SECONDS)
                .childOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), PROBE_SECONDS)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connection) {
                        if (connections.size() >= CONNECTIONS) {
                            connection.close();
                            return;
                        }
                        connections.add(connection);
                        connection.pipeline().addLast(tls.ofClients().newHandler(connection.alloc()), choices.get());
                    }
                })
                .bind(address)
                .syncUninterruptibly()
                .channel();
        LOG.info("event=listening port={}", port());
    }

    int port() {
        return ((InetSocketAddress) port.localAddress()).getPort();
    }

    /** Nobody else can connect. */
    void stopAccepting() {
        port.close().awaitUninterruptibly();
    }

    /** Tells clients to go elsewhere, lets them have what was asked for, and ends all connections. */
    @Override
    public void close() {
        stopAccepting();
        connections.close().awaitUninterruptibly(GRACE_SECONDS, TimeUnit.SECONDS);
        threads.shutdownGracefully(0, GRACE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(2 * GRACE_SECONDS, TimeUnit.SECONDS);
    }
}
