package io.gantry.agent.session;

import com.google.protobuf.ByteString;
import io.gantry.agent.endpoint.NodeEndpoints;
import io.gantry.agent.endpoint.RequestHead;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.NodeConnectionRequest;
import io.gantry.node.v1.SessionFrame;
import io.gantry.node.v1.SessionResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Connects to a port of the node, or answers in the agent's own name: one HTTP request a session. */
final class NodeConnectionSession {

    private static final int BUFFER = 32 * 1024;

    private final NodeEndpoints endpoints;

    NodeConnectionSession(NodeEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    SessionResult serve(NodeConnectionRequest request, SessionLink link) throws SessionException, IOException {
        if (request.getPort() != 0) {
            try (PodSocket socket = PodSocket.connect(request.getAddress(), request.getPort())) {
                PortForwardSession.pump(socket, request.getAddress() + ":" + request.getPort(), link);
            }
            return SessionServer.good();
        }
        try (OutputStream output = new BufferedOutputStream(new FrameOutput(link), BUFFER)) {
            endpoints.answer(head(link)).writeTo(output);
        }
        return SessionServer.good();
    }

    /** Reads until the head of the request is whole; what follows it is of no interest. */
    private static RequestHead head(SessionLink link) throws IOException {
        ByteString received = ByteString.EMPTY;
        Optional<RequestHead> head = Optional.empty();
        while (head.isEmpty()) {
            SessionFrame frame = link.read().orElseThrow(() -> new IOException("the request is not whole"));
            if (frame.hasData() && frame.getData().getChannel() == Channel.STDIN) {
                received = received.concat(frame.getData().getData());
                head = RequestHead.parse(received.toByteArray());
            }
        }
        return head.get();
    }

    private static final class FrameOutput extends OutputStream {

        private final SessionLink link;

        FrameOutput(SessionLink link) {
            this.link = link;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int at = 0; at < length; at += BUFFER) {
                int part = Math.min(BUFFER, length - at);
                link.write(Frames.data(Channel.STDOUT, ByteString.copyFrom(bytes, offset + at, part)));
            }
        }
    }
}
