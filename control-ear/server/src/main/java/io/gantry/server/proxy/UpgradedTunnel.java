package io.gantry.server.proxy;

import io.gantry.server.upgrade.Wire;
import io.gantry.server.upgrade.WireReceiver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the bytes of a protocol that client and backend have changed to, both ways, until either ends. */
public final class UpgradedTunnel implements WireReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(UpgradedTunnel.class);
    private static final int BUFFER_BYTES = 32 * 1024;

    private final UpgradedBackend backend;
    private final Wire client;

    private UpgradedTunnel(UpgradedBackend backend, Wire client) {
        this.backend = backend;
        this.client = client;
    }

    public static UpgradedTunnel begin(UpgradedBackend backend, Wire client, Executor tasks) {
        UpgradedTunnel tunnel = new UpgradedTunnel(backend, client);
        tasks.execute(tunnel::fromBackend);
        return tunnel;
    }

    private void fromBackend() {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream input = backend.upgradedInput();
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                client.send(Arrays.copyOf(buffer, read));
            }
        } catch (IOException e) {
            LOG.debug("event=tunnel-ended cause=\"{}\"", e.getMessage());
        } finally {
            close();
        }
    }

    @Override
    public void receive(ByteBuffer bytes) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        backend.upgradedOutput().write(copy);
        backend.upgradedOutput().flush();
    }

    @Override
    public void close() {
        backend.close();
        client.close();
    }

    @Override
    public void disconnected() {
        backend.close();
    }
}
