package io.gantry.server.proxy;

import com.google.protobuf.ByteString;
import io.gantry.gateway.SessionHandler;
import io.gantry.gateway.SessionInput;
import io.gantry.gateway.SessionOpener;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.SessionRequest;
import io.gantry.node.v1.SessionResult;
import io.gantry.status.StatusException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node whose pods all live on this machine's localhost. */
final class LocalNode implements SessionOpener {

    final List<SessionRequest> requests = new CopyOnWriteArrayList<>();

    @Override
    public SessionInput open(String nodeName, SessionRequest request, SessionHandler handler) {
        requests.add(request);
        try {
            Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(), request.getPortForward().getPort());
            Thread.ofVirtual().start(() -> pump(socket, handler));
            return new Input(socket);
        } catch (IOException e) {
            handler.onResult(SessionResult.newBuilder()
                    .setHttpStatus(502)
                    .setError(e.getMessage())
                    .build());
            return new Input(new Socket());
        }
    }

    private static void pump(Socket socket, SessionHandler handler) {
        byte[] buffer = new byte[1000];
        try {
            for (int read = socket.getInputStream().read(buffer);
                    read >= 0;
                    read = socket.getInputStream().read(buffer)) {
                handler.onData(Channel.STDOUT, ByteString.copyFrom(buffer, 0, read));
            }
            handler.onResult(SessionResult.getDefaultInstance());
        } catch (IOException | IllegalStateException e) {
            handler.onFailure(StatusException.of(500, "InternalError", String.valueOf(e.getMessage())));
        }
    }

    private record Input(Socket socket) implements SessionInput {

        @Override
        public void send(Channel channel, ByteString data) {
            try {
                data.writeTo(socket.getOutputStream());
            } catch (IOException e) {
                throw StatusException.of(500, "InternalError", e.getMessage());
            }
        }

        @Override
        public void closeChannel(Channel channel) {
            throw new UnsupportedOperationException("nobody half-closes");
        }

        @Override
        public void resize(int width, int height) {
            throw new UnsupportedOperationException("there is no terminal");
        }

        @Override
        public void leave() {
            cancel();
        }

        @Override
        public void cancel() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
