package io.gantry.server.listener;

import io.gantry.server.transport.ConnectedClient;
import io.gantry.server.transport.Http1Protocol;
import io.gantry.server.transport.Http2Protocol;
import io.gantry.server.transport.StreamService;
import io.gantry.server.transport.UpgradeService;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on with what client and server have agreed to speak (ALPN, RFC 7301); clients that say nothing of it speak HTTP/1.1. */
final class ProtocolChoice extends ApplicationProtocolNegotiationHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProtocolChoice.class);
    private static final String NO_TLS =
            "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";

    private final ListenerTls tls;
    private final StreamService service;
    private final UpgradeService upgrades;

    ProtocolChoice(ListenerTls tls, StreamService service, UpgradeService upgrades) {
        super(ApplicationProtocolNames.HTTP_1_1);
        this.tls = tls;
        this.service = service;
        this.upgrades = upgrades;
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext context, String protocol) {
        ChannelPipeline connection = context.pipeline();
        ConnectedClient client = client(context.channel());
        if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
            Http2Protocol.begin(connection, client, service);
        } else {
            Http1Protocol.begin(connection, client, service, upgrades);
        }
    }

    private ConnectedClient client(Channel connection) {
        return new ConnectedClient(
                (InetSocketAddress) connection.remoteAddress(),
                (InetSocketAddress) connection.localAddress(),
                tls.certificate(
                        connection.pipeline().get(SslHandler.class).engine().getSession()));
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("event=connection-not-begun cause=\"{}\"", cause.toString());
        context.close();
    }

    /** Who speaks no TLS at all is told so, from below it. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent done && done.cause() instanceof NotSslRecordException) {
            context.pipeline()
                    .context(SslHandler.class)
                    .writeAndFlush(Unpooled.copiedBuffer(NO_TLS, StandardCharsets.US_ASCII));
        }
        super.userEventTriggered(context, event);
    }
}
