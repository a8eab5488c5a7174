package io.gantry.server.upgrade;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP connection that has become one of another protocol. The server's thread reads it to its end: the server ends a connection whose
 * {@link #init} returns without a {@code ReadListener}, and what a {@code ReadListener} reads over TLS is not what the client sent. That
 * thread waits while the receiver waits, which is what holds back a fast client.
 */
public class UpgradedConnection implements HttpUpgradeHandler {

    private static final Logger LOG = LoggerFactory.getLogger(UpgradedConnection.class);
    private static final int BUFFER_BYTES = 32 * 1024;

    /** Each holds a thread of the server. */
    private static final int MAX_CONNECTIONS = 200;

    private static final Semaphore OPEN = new Semaphore(MAX_CONNECTIONS);

    private volatile Optional<Function<Wire, WireReceiver>> beginning = Optional.empty();
    private volatile Optional<WireReceiver> receiver = Optional.empty();

    /** Whether there is room for one more connection. */
    public static boolean hasRoom() {
        return OPEN.availablePermits() > 0;
    }

    /** To be called before the request's filters and servlets have returned: only then does the server call {@link #init}. */
    public void serve(Function<Wire, WireReceiver> begin) {
        beginning = Optional.of(begin);
    }

    @Override
    public void init(WebConnection connection) {
        if (!OPEN.tryAcquire()) {
            // its other end must hear of it too
            beginning.orElseThrow().apply(new Upgraded(connection)).close();
            return;
        }
        try {
            WireReceiver begun = beginning.orElseThrow().apply(new Upgraded(connection));
            receiver = Optional.of(begun);
            read(connection.getInputStream(), begun);
        } catch (IOException | RuntimeException e) {
            LOG.debug("event=client-gone cause=\"{}\"", e.toString());
        } finally {
            receiver.ifPresent(WireReceiver::close);
            OPEN.release();
        }
    }

    private static void read(ServletInputStream input, WireReceiver receiver) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
            receiver.receive(ByteBuffer.wrap(buffer, 0, read));
        }
    }

    @Override
    public void destroy() {
        receiver.ifPresent(WireReceiver::disconnected);
    }

    private record Upgraded(WebConnection connection) implements Wire {

        @Override
        public void send(byte[] bytes) throws IOException {
            ServletOutputStream output = connection.getOutputStream();
            output.write(bytes);
            output.flush();
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (Exception e) {
                LOG.debug("event=close-failed cause=\"{}\"", e.toString());
            }
        }
    }
}
