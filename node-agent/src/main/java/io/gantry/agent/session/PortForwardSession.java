package io.gantry.agent.session;

import com.google.protobuf.ByteString;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.PortForwardRequest;
import io.gantry.node.v1.SessionResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Connects to a port inside a pod's network, where the pod's own localhost is. */
final class PortForwardSession {

    private static final int NOT_FOUND = 404;
    private static final int BAD_GATEWAY = 502;
    private static final int BUFFER = 32 * 1024;

    private final PodContainers containers;

    PortForwardSession(PodContainers containers) {
        this.containers = containers;
    }

    SessionResult serve(PortForwardRequest request, SessionLink link) throws SessionException, IOException {
        ContainerRecord sandbox = containers
                .sandbox(request.getPod())
                .orElseThrow(() -> new SessionException(
                        NOT_FOUND, "pod not found (\"" + request.getPod().getName() + "\")"));
        try (PodSocket socket = PodSocket.connect(sandbox, request.getAddress(), request.getPort())) {
            pump(socket, what(request), link);
        }
        return SessionServer.good();
    }

    private static String what(PortForwardRequest request) {
        String where = request.getAddress().isEmpty() ? "localhost" : request.getAddress();
        return where + ":" + request.getPort() + " inside pod \""
                + request.getPod().getUid() + "\"";
    }

    /** Passes bytes both ways until the socket's end. */
    static void pump(PodSocket socket, String what, SessionLink link) throws SessionException, IOException {
        Thread input = Frames.deliver(link, new SocketInput(socket));
        byte[] buffer = new byte[BUFFER];
        int read = read(socket.input(), what, buffer);
        while (read >= 0) {
            link.write(Frames.data(Channel.STDOUT, ByteString.copyFrom(buffer, 0, read)));
            read = read(socket.input(), what, buffer);
        }
        input.interrupt();
    }

    private static int read(InputStream input, String what, byte[] buffer) throws SessionException {
        try {
            return input.read(buffer);
        } catch (IOException e) {
            throw new SessionException(BAD_GATEWAY, "failed to read from " + what + ": " + e.getMessage());
        }
    }

    private record SocketInput(PodSocket socket) implements Frames.Input {

        @Override
        public void data(ByteString bytes) throws IOException {
            OutputStream output = socket.output();
            bytes.writeTo(output);
            output.flush();
        }

        @Override
        public void closed() throws IOException {
            socket.closeOutput();
        }

        @Override
        public void resize(int width, int height) {}

        @Override
        public void broken() {
            socket.close();
        }
    }
}
