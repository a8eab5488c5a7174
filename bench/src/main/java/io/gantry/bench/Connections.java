package io.gantry.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * Connections to one API server, all served by a few threads: what a thread for each would cost this process would be missing to the
 * server on the same machine. TLS.
 */
final class Connections implements AutoCloseable {

    private static final int THREADS = 2;

    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(THREADS, NioIoHandler.newFactory());
    private final URI server;
    private final SslContext tls;

    Connections(URI server, SslContext tls) {
        this.server = server;
        this.tls = tls;
    }

    /** What a request names as its host. */
    String authority() {
        return server.getAuthority();
    }

    /** A new connection, whose TLS has perhaps not begun. */
    Channel open(ChannelHandler... handlers) throws InterruptedException {
        return new Bootstrap()
                .group(threads)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection
                                .pipeline()
                                .addLast(tls.newHandler(connection.alloc(), server.getHost(), server.getPort()))
                                .addLast(handlers);
                    }
                })
                .connect(server.getHost(), server.getPort())
                .sync()
                .channel();
    }

    /** Ends them all. */
    @Override
    public void close() {
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
