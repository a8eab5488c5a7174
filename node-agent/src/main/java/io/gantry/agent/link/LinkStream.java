package io.gantry.agent.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.gantry.agent.cluster.ClusterSettings;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.object.Json;
import io.gantry.agent.session.SessionServer;
import io.gantry.node.v1.AgentMessage;
import io.gantry.node.v1.ControlMessage;
import io.gantry.node.v1.Heartbeat;
import io.gantry.node.v1.Hello;
import io.gantry.node.v1.NodeLinkGrpc.NodeLinkStub;
import io.gantry.node.v1.Remove;
import io.gantry.node.v1.SessionRequest;
import io.gantry.node.v1.Upsert;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to the control plane, from Hello to its end. */
public final class LinkStream implements LinkCall.Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(LinkStream.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /**
     * What every connection works with.
     *
     * @param node the v1 Node for Hello
     * @param patience how long the control plane may say nothing before its snapshot is whole: a connection over which a node is
     *     told nothing is none
     */
    public record Parts(
            String nodeName,
            String version,
            Supplier<ObjectNode> node,
            ClusterState cluster,
            Outbox outbox,
            SessionServer sessions,
            CredentialCalls credentials,
            Duration patience,
            InstantSource clock) {

        /** What a connection begins with. */
        Hello.Builder hello() {
            return Hello.newBuilder()
                    .setNodeName(nodeName)
                    .setAgentVersion(version)
                    .setNode(ByteString.copyFrom(Json.write(node.get())));
        }

        /** Dials back and serves, on a thread of its own. */
        void serve(SessionRequest request, NodeLinkStub stub) {
            Thread.ofVirtual()
                    .name("session-" + request.getSessionId())
                    .start(() -> sessions.serve(request, GrpcSession.open(stub, request.getSessionId())));
        }
    }

    private final NodeLinkStub stub;
    private final Parts parts;
    private volatile boolean worked;

    LinkStream(NodeLinkStub stub, Parts parts) {
        this.stub = stub;
        this.parts = parts;
    }

    /** Whether a whole snapshot came. */
    boolean worked() {
        return worked;
    }

    /** @throws IOException when the connection broke or was refused */
    void run() throws InterruptedException, IOException {
        LinkCall.run(stub, parts.hello(), this::greeted, this::write, this);
    }

    private void greeted() {
        parts.cluster().beginSnapshot();
        parts.outbox().resend();
    }

    private void write(DuplexCall<AgentMessage, ControlMessage> call) {
        AgentMessage heartbeat = AgentMessage.newBuilder()
                .setHeartbeat(Heartbeat.getDefaultInstance())
                .build();
        Instant next = parts.clock().instant();
        try {
            while (true) {
                Duration left = Duration.between(parts.clock().instant(), next);
                Optional<AgentMessage> message =
                        left.isPositive() ? parts.outbox().take(left) : Optional.of(heartbeat);
                if (!left.isPositive()) {
                    next = parts.clock().instant().plus(HEARTBEAT);
                }
                if (message.isPresent() && !call.write(message.get())) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<Duration> patience() {
        return worked ? Optional.empty() : Optional.of(parts.patience());
    }

    @Override
    public void take(ControlMessage message) throws IOException {
        switch (message.getMessageCase()) {
            case UPSERT -> upsert(message.getUpsert());
            case REMOVE -> {
                Remove remove = message.getRemove();
                parts.cluster().remove(new ObjectRef(remove.getResource(), remove.getNamespace(), remove.getName()));
            }
            case SNAPSHOT_COMPLETE -> {
                worked = true;
                parts.cluster()
                        .completeSnapshot(settings(message.getSnapshotComplete().getSettings()));
                LOG.info("event=link-synced");
            }
            case SESSION_REQUEST -> parts.serve(message.getSessionRequest(), stub);
            case REFUSED ->
                throw new IOException("refused: " + message.getRefused().getReason());
            // from a newer control plane
            case MESSAGE_NOT_SET -> LOG.debug("event=unknown-control-message");
        }
    }

    private void upsert(Upsert upsert) {
        ObjectRef ref = new ObjectRef(upsert.getResource(), upsert.getNamespace(), upsert.getName());
        parts.cluster().upsert(ref, Json.read(upsert.getObject().toByteArray()));
    }

    private static ClusterSettings settings(io.gantry.node.v1.ClusterSettings settings) {
        return new ClusterSettings(
                settings.getClusterDomain().isEmpty() ? "cluster.local" : settings.getClusterDomain(),
                settings.getDnsAddress(),
                settings.getServiceCidr(),
                settings.getClusterCidr());
    }
}
