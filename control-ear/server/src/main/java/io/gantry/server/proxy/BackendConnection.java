package io.gantry.server.proxy;

import com.google.protobuf.ByteString;
import io.gantry.api.ProxyRequest;
import io.gantry.gateway.SessionHandler;
import io.gantry.gateway.SessionInput;
import io.gantry.gateway.SessionOpener;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.SessionResult;
import io.gantry.server.stream.SessionRequests;
import io.gantry.status.StatusException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;

/**
 * A connection to a server behind a node's link, in the shape of a socket, so that TLS can be laid over it. Neither side is read from
 * while the other does not take what was read.
 */
final class BackendConnection extends Socket implements SessionHandler {

    /** As upstream's streaming-connection-idle-timeout. */
    private static final Duration IDLE = Duration.ofHours(4);

    private final ReceivedBytes received = new ReceivedBytes(IDLE);
    private final SessionInput session;

    /** Waits until the node has answered; throws {@link StatusException} when it does not. */
    BackendConnection(SessionOpener sessions, ProxyRequest.Backend backend) {
        session = sessions.open(backend.nodeName(), SessionRequests.of(backend), this);
    }

    @Override
    public void onData(Channel channel, ByteString data) {
        received.put(data);
    }

    @Override
    public void onResult(SessionResult result) {
        if (result.getError().isEmpty()) {
            received.end();
        } else {
            received.fail(result.getError());
        }
    }

    @Override
    public void onFailure(StatusException cause) {
        received.fail(cause.getMessage());
    }

    @Override
    public InputStream getInputStream() {
        return received;
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    session.send(Channel.STDIN, ByteString.copyFrom(bytes, offset, length));
                } catch (StatusException e) {
                    // that the session is over says less than why it is
                    throw new IOException(received.failure().orElse(e.getMessage()), e);
                }
            }
        };
    }

    /** Breaks off; harmless after the end. */
    @Override
    public void close() {
        received.close();
        session.cancel();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public void setSoTimeout(int millis) {
        // it has one limit for silence, whatever TLS asks for in between
    }

    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public void setTcpNoDelay(boolean on) {
        // every write is sent at once
    }
}
