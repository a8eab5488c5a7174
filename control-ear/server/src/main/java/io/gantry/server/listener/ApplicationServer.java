package io.gantry.server.listener;

import io.gantry.server.http.RelayedClients;
import io.gantry.server.transport.ConnectedClient;
import io.gantry.server.transport.UpgradeService;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import java.net.InetSocketAddress;

/**
 * The application server's own listener on this machine, which knows the protocols that a connection can be upgraded to. It is told,
 * beside the connection, who the client behind it is.
 *
 * @param address of its HTTPS endpoint
 */
record ApplicationServer(InetSocketAddress address, ListenerTls tls, RelayedClients clients) implements UpgradeService {

    /** Connects, and gives back who passes on what the client sends. */
    @Override
    public ChannelHandler take(Channel connection, HttpRequest request, ConnectedClient client) {
        // what one side has said before it left is passed on, also when nothing can be said to it any more
        connection.config().setAutoClose(false);
        Relay answers = new Relay(connection);
        ChannelFuture connecting = new Bootstrap()
                .group(connection.eventLoop())
                .channel(connection.getClass())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel server) {
                        server.pipeline()
                                .addLast(tls.toServer().newHandler(server.alloc()), new HttpRequestEncoder(), answers);
                    }
                })
                .connect(address);
        Relay requests = new Relay(connecting.channel());
        connecting.addListener((ChannelFutureListener) done -> {
            if (!done.isSuccess()) {
                connection.close();
                return;
            }
            Channel server = done.channel();
            InetSocketAddress own = (InetSocketAddress) server.localAddress();
            clients.connected(own, client.remote(), client.certificate());
            server.closeFuture().addListener(_ -> clients.closed(own));
            begin(server.pipeline(), request);
            requests.begin();
            answers.begin();
            connection.config().setAutoRead(true);
            server.config().setAutoRead(true);
        });
        return requests;
    }

    private static void begin(ChannelPipeline server, HttpRequest request) {
        server.writeAndFlush(request);
        server.remove(HttpRequestEncoder.class);
    }
}
