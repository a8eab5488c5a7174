package io.gantry.server.http2;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.net.SocketAddress;

/** Passes what one connection brings on to another one, and takes no more than that one takes. */
final class Relay extends ChannelInboundHandlerAdapter {

    private final Channel to;

    Relay(Channel to) {
        this.to = to;
    }

    /** Connects to an address, sends what has come already, and passes all on that comes from now on, both ways. */
    static void begin(ChannelHandlerContext client, ByteBuf come, SocketAddress address) {
        Channel from = client.channel();
        from.config().setAutoRead(false);
        ChannelFuture connecting = new Bootstrap()
                .group(from.eventLoop())
                .channel(from.getClass())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new Relay(from))
                .connect(address);
        Channel server = connecting.channel();
        connecting.addListener((ChannelFutureListener) done -> {
            if (!done.isSuccess()) {
                come.release();
                from.close();
                return;
            }
            from.pipeline().addLast(new Relay(server));
            server.writeAndFlush(come);
            from.config().setAutoRead(true);
            server.config().setAutoRead(true);
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        to.write(bytes);
        if (!to.isWritable()) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        to.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        to.config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
