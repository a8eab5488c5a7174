package io.gantry.server.listener;

import io.gantry.server.http.RelayedClients;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;

/**
 * The application server's own listener on this machine. It is told, beside the connection, where the client behind it comes from.
 *
 * @param address of its HTTPS endpoint
 */
record ApplicationServer(InetSocketAddress address, RelayedClients clients) {

    /** Connects, and gives back who passes on what the client sends. */
    ChannelHandler relay(Channel client) {
        client.config().setAutoRead(false);
        Relay answers = new Relay(client);
        ChannelFuture connecting = new Bootstrap()
                .group(client.eventLoop())
                .channel(client.getClass())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(answers)
                .connect(address);
        Relay requests = new Relay(connecting.channel());
        connecting.addListener((ChannelFutureListener) done -> {
            if (!done.isSuccess()) {
                client.close();
                return;
            }
            int port = ((InetSocketAddress) done.channel().localAddress()).getPort();
            clients.connected(port, (InetSocketAddress) client.remoteAddress());
            done.channel().closeFuture().addListener(closed -> clients.closed(port));
            requests.begin();
            answers.begin();
            client.config().setAutoRead(true);
            done.channel().config().setAutoRead(true);
        });
        return requests;
    }
}
