package io.gantry.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a connection does that has agreed to speak HTTP/2 (RFC 9113). */
public final class Http2Protocol {

    private static final Logger LOG = LoggerFactory.getLogger(Http2Protocol.class);

    /** One connection of a Go client or of a browser carries all of its watches. */
    private static final int STREAMS = 1_000;

    /** What a client may send ahead of what is read: of one body, as upstream, and of all together. */
    private static final int STREAM_WINDOW = 256 * 1024;

    private static final int CONNECTION_WINDOW = 16 * 1024 * 1024;

    private static final int HEADER_BYTES = 128 * 1024;

    /** Each watch that a client ends is a reset; more within the time than so many end the connection (CVE-2023-44487). */
    private static final int RESETS = 5_000;

    private static final int RESETS_SECONDS = 10;

    private static final int IDLE_SECONDS = 90;
    private static final long GRACE_MILLIS = 3_000;

    /** For a client that has been told to go to read what it was sent last, and to close the connection itself. */
    private static final long LINGER_MILLIS = 500;

    /** They differ each time: a place in the table of headers that were sent would be wasted on them. */
    private static final Set<String> NEVER_THE_SAME = Set.of("audit-id", "content-length");

    private Http2Protocol() {}

    /** Goes on behind the TLS of a connection. */
    public static void begin(ChannelPipeline connection, ConnectedClient client, StreamService service) {
        Http2FrameCodec codec = Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(STREAMS)
                        .initialWindowSize(STREAM_WINDOW)
                        .maxHeaderListSize(HEADER_BYTES))
                .decoderEnforceMaxRstFramesPerWindow(RESETS, RESETS_SECONDS)
                .headerSensitivityDetector((name, _) -> NEVER_THE_SAME.contains(name.toString()))
                .gracefulShutdownTimeoutMillis(GRACE_MILLIS)
                .build();
        connection.addLast(
                new Lingering(),
                codec,
                new Http2MultiplexHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.config().setAutoRead(false);
                        stream.pipeline().addLast(new Http2Handler((Http2StreamChannel) stream, client, service));
                    }
                }),
                new IdleStateHandler(0, 0, IDLE_SECONDS),
                new Connection(codec));
        connection.write(new DefaultHttp2WindowUpdateFrame(CONNECTION_WINDOW - Http2CodecUtil.DEFAULT_WINDOW_SIZE));
    }

    /** Closes a connection after a while: to some clients requests have failed whose answers they have not looked at by then. */
    private static final class Lingering extends ChannelOutboundHandlerAdapter {

        @Override
        public void close(ChannelHandlerContext context, ChannelPromise promise) {
            context.channel().closeFuture().addListener(_ -> promise.trySuccess());
            context.executor().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** What concerns no stream. */
    private static final class Connection extends ChannelInboundHandlerAdapter {

        private final Http2FrameCodec codec;

        Connection(Http2FrameCodec codec) {
            this.codec = codec;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof IdleStateEvent && codec.connection().numActiveStreams() == 0) {
                context.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("event=connection-failed cause=\"{}\"", cause.toString());
            context.close();
        }
    }
}
