package io.gantry.server.spdy;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP connection that has become a SPDY connection. It reads when the server says that there is something: blocking reads fail on
 * TLS. The thread that does so waits while a stream's reader waits, which is what holds back a fast client.
 */
public class UpgradedConnection implements HttpUpgradeHandler {

    private static final Logger LOG = LoggerFactory.getLogger(UpgradedConnection.class);
    private static final int BUFFER_BYTES = 32 * 1024;

    private volatile Optional<Function<Wire, SpdyConnection>> beginning = Optional.empty();
    private volatile Optional<SpdyConnection> spdy = Optional.empty();

    /** To be called before the request's filters and servlets have returned: only then does the server call {@link #init}. */
    public void serve(Function<Wire, SpdyConnection> begin) {
        beginning = Optional.of(begin);
    }

    @Override
    public void init(WebConnection connection) {
        try {
            SpdyConnection begun = beginning.orElseThrow().apply(new Upgraded(connection));
            spdy = Optional.of(begun);
            connection.getInputStream().setReadListener(new Reader(connection, begun));
        } catch (IOException e) {
            LOG.warn("event=upgrade-failed cause=\"{}\"", e.getMessage());
        }
    }

    @Override
    public void destroy() {
        spdy.ifPresent(SpdyConnection::disconnected);
    }

    private record Reader(WebConnection connection, SpdyConnection spdy) implements ReadListener {

        @Override
        public void onDataAvailable() throws IOException {
            ServletInputStream input = connection.getInputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            while (input.isReady()) {
                int read = input.read(buffer);
                if (read < 0) {
                    return; // onAllDataRead comes
                }
                receive(ByteBuffer.wrap(buffer, 0, read));
            }
        }

        private void receive(ByteBuffer bytes) throws IOException {
            try {
                spdy.receive(bytes);
            } catch (IOException | RuntimeException e) {
                spdy.close();
                throw e;
            }
        }

        @Override
        public void onAllDataRead() {
            spdy.close();
        }

        @Override
        public void onError(Throwable cause) {
            LOG.debug("event=client-gone cause=\"{}\"", cause.toString());
            spdy.close();
        }
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
