package io.gantry.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Many watches of one API server at once, all read by a few threads: what a thousand threads would cost this process would be missing to
 * the server on the same machine. TLS.
 */
final class WatchClient implements AutoCloseable {

    private static final int THREADS = 2;

    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(THREADS, NioIoHandler.newFactory());
    private final URI server;
    private final SslContext tls;
    private final int perConnection;
    private Channel shared;
    private int sharing;
    private volatile boolean closed;

    /**
     * A client without connections as yet.
     *
     * @param tls that offers HTTP/2 if several watches are to share a connection
     * @param perConnection how many share one; 1 for HTTP/1.1
     */
    WatchClient(URI server, SslContext tls, int perConnection) {
        this.server = server;
        this.tls = tls;
        this.perConnection = perConnection;
    }

    /**
     * Watches until the server ends it or this client is closed.
     *
     * @param connected told when the server has begun to answer
     * @param data told what arrives, on one thread at a time
     * @param ended told why, unless this client was closed
     */
    void watch(String path, Runnable connected, Consumer<ByteBuffer> data, Consumer<String> ended)
            throws InterruptedException {
        Watch watch = new Watch(connected, data, why -> {
            if (!closed) {
                ended.accept(why);
            }
        });
        HttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path);
        request.headers()
                .set(HttpHeaderNames.HOST, server.getAuthority())
                .set(HttpHeaderNames.ACCEPT, "application/json");
        Channel channel = perConnection == 1 ? connect(new HttpClientCodec(), watch) : stream(watch);
        channel.writeAndFlush(request).sync();
    }

    private Channel stream(Watch watch) throws InterruptedException {
        if (sharing % perConnection == 0) {
            shared = connect(
                    Http2FrameCodecBuilder.forClient().build(),
                    new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
        }
        sharing++;
        return new Http2StreamChannelBootstrap(shared)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(false), watch);
                    }
                })
                .open()
                .sync()
                .getNow();
    }

    private Channel connect(ChannelHandler... handlers) throws InterruptedException {
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

    /** One answer. */
    private static final class Watch extends SimpleChannelInboundHandler<HttpObject> {

        private final Runnable connected;
        private final Consumer<ByteBuffer> data;
        private final Consumer<String> ended;
        private String end = "the connection was closed";

        Watch(Runnable connected, Consumer<ByteBuffer> data, Consumer<String> ended) {
            this.connected = connected;
            this.data = data;
            this.ended = ended;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            if (part instanceof HttpResponse response) {
                end = "answered to its end with " + response.status();
                if (response.status().equals(HttpResponseStatus.OK)) {
                    connected.run();
                }
            }
            if (part instanceof HttpContent content) {
                data.accept(content.content().nioBuffer());
            }
            if (part instanceof LastHttpContent) {
                context.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end = cause.toString();
            context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            ended.accept(end);
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
