package io.gantry.server.spdy;

import io.gantry.api.ConnectRequest;
import io.gantry.gateway.SessionOpener;
import io.gantry.node.v1.SessionRequest;
import io.gantry.server.stream.SessionRequests;
import io.gantry.server.stream.Streaming;
import io.gantry.server.upgrade.Wire;
import java.util.List;
import java.util.Optional;

/** Begins SPDY connections for requests that the API has admitted. */
public final class SpdySessions {

    /** What clients of port-forward speak within SPDY. */
    public static final String PORT_FORWARD = "portforward.k8s.io";

    private final SessionOpener sessions;
    private final Streaming streaming;

    public SpdySessions(SessionOpener sessions, Streaming streaming) {
        this.sessions = sessions;
        this.streaming = streaming;
    }

    /** The protocols within SPDY that a request can be served with, the best first; none when it is not served over SPDY. */
    public static List<String> protocols(ConnectRequest request) {
        return switch (request) {
            case ConnectRequest.Exec exec -> CommandProtocol.names();
            case ConnectRequest.Attach attach -> CommandProtocol.names();
            case ConnectRequest.PortForward forward -> List.of(PORT_FORWARD);
            case ConnectRequest.Logs logs -> List.of();
        };
    }

    /** The first protocol of the client's that the server speaks. Clients from before there was a choice offer none. */
    public static Optional<String> choose(ConnectRequest request, List<String> offered) {
        return offered.isEmpty()
                ? Optional.of("")
                : offered.stream().filter(protocols(request)::contains).findFirst();
    }

    /**
     * Begins to serve.
     *
     * @param protocol as {@link #choose} gave it
     */
    public SpdyConnection begin(ConnectRequest request, String protocol, Wire wire) {
        return switch (request) {
            case ConnectRequest.Exec exec ->
                command(exec.nodeName(), SessionRequests.of(exec), exec.streams(), protocol, wire);
            case ConnectRequest.Attach attach ->
                command(attach.nodeName(), SessionRequests.of(attach), attach.streams(), protocol, wire);
            case ConnectRequest.PortForward forward ->
                new SpdyConnection(wire, new PortForwardStreams(forward, sessions, streaming));
            case ConnectRequest.Logs logs -> throw new IllegalArgumentException("logs are not served over SPDY");
        };
    }

    private SpdyConnection command(
            String nodeName, SessionRequest request, ConnectRequest.Streams wanted, String protocol, Wire wire) {
        CommandProtocol version = CommandProtocol.named(protocol).orElseThrow();
        CommandStreams.Command command =
                new CommandStreams.Command(nodeName, request, version, version.expected(wanted));
        return new SpdyConnection(wire, new CommandStreams(command, sessions, streaming, wire));
    }
}
