package io.gantry.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpRequest;

/** Takes over connections that are to become ones of another protocol (RFC 9110, section 7.8). */
@FunctionalInterface
public interface UpgradeService {

    /**
     * Answers a request, and all that comes after it. Is called by the connection's thread.
     *
     * @param request its head; what follows comes as bytes to the handler that is given back
     */
    ChannelHandler take(Channel connection, HttpRequest request, ConnectedClient client);
}
