package io.gantry.bench;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
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
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Many watches of one API server at once. */
final class WatchClient implements AutoCloseable {

    private final Connections connections;
    private final int perConnection;
    private Channel shared;
    private int sharing;
    private volatile boolean closed;

    /**
     * A client that watches nothing as yet.
     *
     * @param connections of HTTP/2 if several watches are to share one
     * @param perConnection how many share one; 1 for HTTP/1.1
     */
    WatchClient(Connections connections, int perConnection) {
        this.connections = connections;
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
                .set(HttpHeaderNames.HOST, connections.authority())
                .set(HttpHeaderNames.ACCEPT, "application/json");
        Channel channel = perConnection == 1 ? connections.open(new HttpClientCodec(), watch) : stream(watch);
        channel.writeAndFlush(request).sync();
    }

    private Channel stream(Watch watch) throws InterruptedException {
        if (sharing % perConnection == 0) {
            shared = connections.open(
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
        connections.close();
    }
}
