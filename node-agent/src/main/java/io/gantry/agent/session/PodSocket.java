package io.gantry.agent.session;

import io.gantry.agent.host.NetworkNamespaces;
import io.gantry.agent.runtime.ContainerRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A connection to a port of a pod. */
record PodSocket(SocketChannel channel, InputStream input, OutputStream output) implements AutoCloseable {

    private static final int BAD_GATEWAY = 502;

    static PodSocket connect(ContainerRecord sandbox, int port) throws SessionException {
        Path namespace = Path.of("/proc", Long.toString(sandbox.pid()), "ns", "net");
        try {
            SocketChannel channel = NetworkNamespaces.connectLocalhost(namespace, port);
            return new PodSocket(channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
        } catch (IOException e) {
            throw new SessionException(
                    BAD_GATEWAY,
                    "failed to connect to localhost:" + port + " inside pod \""
                            + sandbox.pod().uid() + "\": " + e.getMessage());
        }
    }

    void closeOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
