package io.gantry.server.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes what one connection brings on to another one, and takes no more of it than that one takes. */
final class Relay extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /** A connection whose other end has nothing more to say is read on for so long: closed at once, it would lose what was said last. */
    private static final long LINGER_MILLIS = 2_000;

    private final Channel to;

    /** What came before the other connection was there. */
    private ByteBuf first = Unpooled.EMPTY_BUFFER;

    private boolean begun;

    Relay(Channel to) {
        this.to = to;
    }

    /** The other connection is there. */
    void begin() {
        begun = true;
        to.writeAndFlush(first);
        first = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        if (!begun) {
            first = Unpooled.wrappedBuffer(first, (ByteBuf) bytes);
            return;
        }
        to.write(bytes); // to nobody, when the other end has gone
        if (!to.isWritable()) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        to.flush();
    }

    /** What fills this connection is read from the other one. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        to.config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        first.release();
        first = Unpooled.EMPTY_BUFFER;
        to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> linger());
    }

    private void linger() {
        if (to instanceof SocketChannel other && other.isActive()) {
            other.pipeline().get(SslHandler.class).closeOutbound().addListener(_ -> other.shutdownOutput());
            other.config().setAutoRead(true);
            other.eventLoop().schedule(() -> other.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            to.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("event=relayed-connection-failed cause=\"{}\"", cause.toString());
        context.close();
    }
}
