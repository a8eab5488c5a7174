package io.gantry.server.http;

import io.gantry.api.ConnectRequest;
import io.gantry.channel.ChannelProtocol;
import io.gantry.server.spdy.SpdySessions;
import java.util.List;

/** The WebSocket subprotocols of each kind of session. */
public final class WebSocketProtocols {

    /** SPDY within the messages of a WebSocket (KEP-4006), for clients behind proxies that know no SPDY. */
    public static final String TUNNEL = "SPDY/3.1+" + SpdySessions.PORT_FORWARD;

    private WebSocketProtocols() {}

    static List<String> of(ConnectRequest request) {
        return switch (request) {
            case ConnectRequest.Exec exec -> ChannelProtocol.names();
            case ConnectRequest.Attach attach -> ChannelProtocol.names();
            case ConnectRequest.PortForward forward -> List.of(TUNNEL);
            case ConnectRequest.Logs logs -> throw new IllegalStateException("logs have an endpoint of their own");
        };
    }
}
