package io.gantry.server.spdy;

import io.gantry.api.ConnectRequest;
import io.gantry.gateway.SessionOpener;
import io.gantry.server.stream.Streaming;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Port-forward: every forwarded connection is a pair of streams, one for its data, one to say what went wrong. */
final class PortForwardStreams implements StreamAcceptor {

    private static final Logger LOG = LoggerFactory.getLogger(PortForwardStreams.class);
    private static final String PORT = "port";
    private static final int MAX_PORT = 65535;

    /** As upstream's stream creation timeout. */
    private static final long PATIENCE_SECONDS = 30;

    private final ConnectRequest.PortForward forward;
    private final SessionOpener sessions;
    private final Streaming streaming;
    private final Map<String, ForwardedConnection> incomplete = new HashMap<>();

    PortForwardStreams(ConnectRequest.PortForward forward, SessionOpener sessions, Streaming streaming) {
        this.forward = forward;
        this.sessions = sessions;
        this.streaming = streaming;
    }

    @Override
    public void check(SpdyStream stream) throws StreamRefusedException {
        port(stream);
        StreamType type = StreamType.of(stream);
        if (type != StreamType.ERROR && type != StreamType.DATA) {
            throw new StreamRefusedException("invalid stream type \"" + type + "\"");
        }
        String request = requestId(stream, type);
        synchronized (this) {
            if (incomplete.containsKey(request) && incomplete.get(request).has(type)) {
                throw new StreamRefusedException(type.text() + " stream already assigned for request " + request);
            }
        }
    }

    @Override
    public synchronized StreamReader opened(SpdyStream stream) throws IOException {
        StreamType type = StreamType.find(stream).orElseThrow(() -> new IOException("an unchecked stream"));
        String request = requestId(stream, type);
        ForwardedConnection connection = incomplete.get(request);
        if (connection == null) {
            ForwardedConnection started = new ForwardedConnection(forward, sessions);
            incomplete.put(request, started);
            connection = started;
            streaming.alarms().schedule(() -> giveUp(request, started), PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        connection.add(type, stream);
        if (connection.isComplete()) {
            incomplete.remove(request);
            int port = Integer.parseInt(stream.header(PORT));
            ForwardedConnection complete = connection;
            streaming.tasks().execute(() -> complete.run(port));
        }
        return type == StreamType.DATA ? connection.input() : StreamReader.none();
    }

    /** Old clients give no ids, but open a pair's error stream first and its data stream next. */
    private static String requestId(SpdyStream stream, StreamType type) {
        String given = stream.header("requestid");
        return given.isEmpty() ? String.valueOf(type == StreamType.ERROR ? stream.id() : stream.id() - 2) : given;
    }

    private void giveUp(String request, ForwardedConnection connection) {
        boolean waits;
        synchronized (this) {
            waits = incomplete.remove(request, connection);
        }
        if (waits) {
            LOG.debug("event=streams-missing request={}", request);
            streaming
                    .tasks()
                    .execute(() -> connection.giveUp("(request=" + request + ") timed out waiting for streams"));
        }
    }

    @Override
    public synchronized void disconnected() {
        incomplete.clear(); // those that run have heard of their streams' end
    }

    private static int port(SpdyStream stream) throws StreamRefusedException {
        String text = stream.header(PORT);
        if (text.isEmpty()) {
            throw new StreamRefusedException("\"port\" header is required");
        }
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new StreamRefusedException("unable to parse \"" + text + "\" as a port: " + e.getMessage());
        }
        throw new StreamRefusedException("port \"" + text + "\" must be > 0");
    }
}
