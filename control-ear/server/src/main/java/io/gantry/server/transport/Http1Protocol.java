package io.gantry.server.transport;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.timeout.IdleStateHandler;

/** What a connection does that speaks HTTP/1.1 or HTTP/1.0 (RFC 9112). */
public final class Http1Protocol {

    /** Method, path and query; the others together. */
    private static final int FIRST_LINE_BYTES = 64 * 1024;

    private static final int HEADER_BYTES = 128 * 1024;
    private static final int PART_BYTES = 64 * 1024;
    private static final int IDLE_SECONDS = 90;

    private Http1Protocol() {}

    /** Goes on behind the TLS of a connection. */
    public static void begin(
            ChannelPipeline connection, ConnectedClient client, StreamService service, UpgradeService upgrades) {
        connection.channel().config().setAutoRead(false); // what comes is read when it is wanted
        connection.addLast(
                new HttpRequestDecoder(new HttpDecoderConfig()
                        .setMaxInitialLineLength(FIRST_LINE_BYTES)
                        .setMaxHeaderSize(HEADER_BYTES)
                        .setMaxChunkSize(PART_BYTES)),
                new HttpResponseEncoder(),
                new IdleStateHandler(0, 0, IDLE_SECONDS), // what is no message yet does not count
                new Http1Handler(client, service, upgrades));
    }
}
