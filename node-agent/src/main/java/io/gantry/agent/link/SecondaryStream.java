package io.gantry.agent.link;

import io.gantry.agent.usage.NodeUsage;
import io.gantry.node.v1.AgentMessage;
import io.gantry.node.v1.ControlMessage;
import io.gantry.node.v1.NodeLinkGrpc.NodeLinkStub;
import java.io.IOException;
import java.time.Instant;

/** One connection to an instance that the node does not report to: it may ask for sessions, and hears what the node uses. */
final class SecondaryStream {

    private final NodeLinkStub stub;
    private final LinkStream.Parts parts;

    SecondaryStream(NodeLinkStub stub, LinkStream.Parts parts) {
        this.stub = stub;
        this.parts = parts;
    }

    /** @throws IOException when the connection broke or was refused */
    void run() throws InterruptedException, IOException {
        LinkCall.run(stub, parts.hello().setSecondary(true), () -> {}, this::write, this::handle);
    }

    private void write(DuplexCall<AgentMessage, ControlMessage> call) {
        try {
            NodeUsage usage = parts.outbox().usageAfter(Instant.MIN);
            while (call.write(UsageMessages.message(usage))) {
                usage = parts.outbox().usageAfter(usage.time());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(ControlMessage message) throws IOException {
        switch (message.getMessageCase()) {
            case SESSION_REQUEST -> parts.serve(message.getSessionRequest(), stub);
            case REFUSED ->
                throw new IOException("refused: " + message.getRefused().getReason());
            // from a control plane that knows no secondary connections, or from a newer one: the node has another
            // source
            case UPSERT, REMOVE, SNAPSHOT_COMPLETE, MESSAGE_NOT_SET -> {}
        }
    }
}
