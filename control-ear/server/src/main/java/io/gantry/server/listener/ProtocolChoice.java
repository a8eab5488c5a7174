package io.gantry.server.listener;

import io.gantry.server.http2.Http2Protocol;
import io.gantry.server.http2.StreamService;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the first bytes of a connection: HTTP/2 is spoken here, anything else by the application server. */
final class ProtocolChoice extends ByteToMessageDecoder {

    private static final Logger LOG = LoggerFactory.getLogger(ProtocolChoice.class);
    private static final int PATIENCE_SECONDS = 10;

    private final ListenerTls tls;
    private final StreamService service;
    private final ApplicationServer server;

    ProtocolChoice(ListenerTls tls, StreamService service, ApplicationServer server) {
        this.tls = tls;
        this.service = service;
        this.server = server;
    }

    void begin(ChannelPipeline connection) {
        connection.addLast(new ReadTimeoutHandler(PATIENCE_SECONDS), this);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf come, List<Object> out) {
        ChannelPipeline connection = context.pipeline();
        switch (ClientHello.of(come)) {
            case INCOMPLETE -> {
                return;
            }
            case HTTP2 -> {
                connection.addLast(tls.context().newHandler(context.alloc()));
                Http2Protocol.begin(connection, service);
            }
            case OTHER -> connection.addLast(server.relay(context.channel()));
        }
        connection.remove(ReadTimeoutHandler.class);
        connection.remove(this); // what has come goes to those after it
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("event=connection-not-begun cause=\"{}\"", cause.toString());
        context.close();
    }
}
