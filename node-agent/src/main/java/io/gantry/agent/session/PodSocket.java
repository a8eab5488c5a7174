package io.gantry.agent.session;

import io.gantry.agent.host.NetworkNamespaces;
import io.gantry.agent.runtime.ContainerRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A connection to a port of a pod or of the node. */
record PodSocket(SocketChannel channel, InputStream input, OutputStream output) implements AutoCloseable {

    private static final int BAD_REQUEST = 400;
    private static final int BAD_GATEWAY = 502;

    /** @param address of the pod; empty for its localhost */
    static PodSocket connect(ContainerRecord sandbox, String address, int port) throws SessionException {
        Path namespace = Path.of("/proc", Long.toString(sandbox.pid()), "ns", "net");
        try {
            return of(
                    address.isEmpty()
                            ? NetworkNamespaces.connectLocalhost(namespace, port)
                            : NetworkNamespaces.connect(namespace, literal(address), port));
        } catch (IOException e) {
            String where = address.isEmpty() ? "localhost" : address;
            throw new SessionException(
                    BAD_GATEWAY,
                    "failed to connect to " + where + ":" + port + " inside pod \""
                            + sandbox.pod().uid() + "\": " + e.getMessage());
        }
    }

    /** A connection from the node itself. */
    static PodSocket connect(String address, int port) throws SessionException {
        try {
            return of(SocketChannel.open(new InetSocketAddress(literal(address), port)));
        } catch (IOException e) {
            throw new SessionException(
                    BAD_GATEWAY, "failed to connect to " + address + ":" + port + ": " + e.getMessage());
        }
    }

    private static InetAddress literal(String address) throws SessionException {
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            throw new SessionException(BAD_REQUEST, "not an address: " + address);
        }
    }

    private static PodSocket of(SocketChannel channel) {
        return new PodSocket(channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
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
