package io.gantry.server.websocket;

import io.gantry.api.ConnectRequest;
import io.gantry.authentication.WebSocketBearer;
import io.gantry.channel.ChannelProtocol;
import io.gantry.gateway.SessionOpener;
import io.gantry.server.spdy.SpdySessions;
import io.gantry.server.stream.GivenEndpoint;
import io.gantry.server.stream.LogEndpoint;
import io.gantry.server.stream.SessionRequests;
import io.gantry.server.stream.Streaming;
import io.gantry.status.StatusException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.Endpoint;
import java.io.IOException;
import java.util.List;

/** Begins the WebSockets of sessions with containers, which the API has admitted. */
public final class SessionSockets {

    private final SessionOpener sessions;
    private final Streaming streaming;

    public SessionSockets(SessionOpener sessions, Streaming streaming) {
        this.sessions = sessions;
        this.streaming = streaming;
    }

    /**
     * Answers the handshake. Throws {@link StatusException} when the client speaks no protocol of the session's.
     *
     * @param offered the subprotocols of the client; when there are none the oldest protocol is meant
     */
    public void upgrade(
            ConnectRequest wanted, List<String> offered, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        List<String> spoken = protocols(wanted);
        List<String> meant =
                offered.stream().filter(name -> !WebSocketBearer.isToken(name)).toList();
        if (!meant.isEmpty() && meant.stream().noneMatch(spoken::contains)) {
            throw StatusException.badRequest(
                    "none of the offered subprotocols is supported; offer one of " + String.join(", ", spoken));
        }
        GivenEndpoint.upgrade(endpoint(wanted, meant), spoken, request, response);
    }

    private static List<String> protocols(ConnectRequest wanted) {
        return switch (wanted) {
            case ConnectRequest.Exec exec -> ChannelProtocol.names();
            case ConnectRequest.Attach attach -> ChannelProtocol.names();
            case ConnectRequest.PortForward forward ->
                List.of(TunnelEndpoint.PROTOCOL, PortForwardEndpoint.BINARY, PortForwardEndpoint.BASE64);
            case ConnectRequest.Logs logs -> LogEndpoint.PROTOCOLS;
        };
    }

    private Endpoint endpoint(ConnectRequest wanted, List<String> offered) {
        return switch (wanted) {
            case ConnectRequest.Exec exec ->
                new ContainerEndpoint(exec.nodeName(), SessionRequests.of(exec), exec.streams(), sessions, streaming);
            case ConnectRequest.Attach attach ->
                new ContainerEndpoint(
                        attach.nodeName(), SessionRequests.of(attach), attach.streams(), sessions, streaming);
            case ConnectRequest.PortForward forward -> forwarding(forward, offered);
            case ConnectRequest.Logs logs -> new LogEndpoint(logs, sessions, streaming);
        };
    }

    private Endpoint forwarding(ConnectRequest.PortForward forward, List<String> offered) {
        // any client that knows the tunnel wants it: the other protocols cannot end one connection and begin the next
        if (offered.contains(TunnelEndpoint.PROTOCOL)) {
            return new TunnelEndpoint(forward, new SpdySessions(sessions, streaming));
        }
        if (forward.ports().isEmpty()) {
            throw StatusException.badRequest("query parameter \"ports\" is required");
        }
        return new PortForwardEndpoint(forward, sessions, streaming);
    }
}
