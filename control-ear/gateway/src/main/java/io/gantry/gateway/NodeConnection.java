package io.gantry.gateway;

import io.gantry.node.NodeDelta;
import io.gantry.node.NodeSink;
import io.gantry.node.v1.AgentMessage;
import io.gantry.node.v1.ClusterSettings;
import io.gantry.node.v1.ControlMessage;
import io.gantry.node.v1.Refused;
import io.gantry.node.v1.SessionRequest;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One agent's Connect call. gRPC calls its methods one at a time; only the sender task writes to the call. */
final class NodeConnection implements StreamObserver<AgentMessage>, NodeSink {

    private static final Logger LOG = LoggerFactory.getLogger(NodeConnection.class);

    private final String nodeName;
    private final GatewayParts parts;
    private final ServerCallStreamObserver<ControlMessage> call;
    private final Outbox outbox;
    private final Inbox inbox;
    private final SerialTask sender;
    private final ReportWriter reports;
    private final AtomicBoolean waitsForRoom = new AtomicBoolean();
    private final AtomicReference<Status> closing = new AtomicReference<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Optional<String> refusal = Optional.empty();
    private boolean greeted;
    private volatile boolean secondary;
    private boolean answered;

    NodeConnection(String nodeName, GatewayParts parts, ServerCallStreamObserver<ControlMessage> call) {
        this.nodeName = nodeName;
        this.parts = parts;
        this.call = call;
        GatewaySettings.Limits limits = parts.settings().limits();
        this.outbox = new Outbox(
                limits.waitingObjects(), clusterSettings(parts.settings().network()));
        this.inbox = new Inbox(limits.waitingReports(), limits.waitingEvents());
        this.sender = new SerialTask(parts.executor(), this::send);
        this.reports = new ReportWriter(
                nodeName,
                inbox,
                parts,
                parts.executor(),
                this::readOn,
                cause -> close(Status.UNAVAILABLE.withDescription("reports cannot be written: " + cause)));
    }

    String nodeName() {
        return nodeName;
    }

    /** Whether the node reports to another instance. */
    boolean isSecondary() {
        return secondary;
    }

    /** To be called before the call's method returns. */
    void open() {
        call.disableAutoRequest();
        call.setOnReadyHandler(sender::signal);
        call.setOnCancelHandler(this::end);
        call.request(1);
    }

    @Override
    public void onNext(AgentMessage message) {
        if (closing.get() != null) {
            return;
        }
        if (!greeted && !greet(message)) {
            return;
        }
        boolean room = secondary && !message.hasUsage() || inbox.offer(message);
        if (room) {
            call.request(1);
        } else {
            waitsForRoom.set(true);
        }
        reports.signal();
    }

    private boolean greet(AgentMessage first) {
        if (!first.hasHello()) {
            refuse(Status.FAILED_PRECONDITION, "the first message must be Hello");
            return false;
        }
        if (!first.getHello().getNodeName().equals(nodeName)) {
            refuse(
                    Status.PERMISSION_DENIED,
                    "the certificate is of node \"%s\", not of \"%s\""
                            .formatted(nodeName, first.getHello().getNodeName()));
            return false;
        }
        greeted = true;
        if (first.getHello().getSecondary()) {
            return greetSecondary();
        }
        try {
            // a snapshot that lacks a pod would make the agent end it
            parts.awaitCurrent().run();
        } catch (RuntimeException e) {
            LOG.warn("connection refused node={}", nodeName, e);
            refuse(Status.UNAVAILABLE, "the cluster's state is not known yet: " + e.getMessage());
            return false;
        }
        LOG.info("connected node={} agentVersion={}", nodeName, first.getHello().getAgentVersion());
        parts.connections().enter(this, () -> parts.feeds().join(nodeName, this));
        if (ended.get()) {
            leave();
        }
        return true;
    }

    /** The node is told nothing over it but what sessions are wanted. */
    private boolean greetSecondary() {
        secondary = true;
        if (!parts.connections().enterSecondary(this)) {
            refuse(Status.ALREADY_EXISTS, "the node reports to this instance over another connection");
            return false;
        }
        LOG.info("connected node={} secondary=true", nodeName);
        if (ended.get()) {
            leave();
        }
        return true;
    }

    private void refuse(Status status, String why) {
        LOG.warn("connection refused node={} reason={}", nodeName, why);
        refusal = Optional.of(why);
        close(status.withDescription(why));
    }

    private void readOn() {
        if (inbox.hasRoom() && waitsForRoom.compareAndSet(true, false)) {
            call.request(1);
        }
    }

    @Override
    public void snapshot(List<NodeDelta> objects) {
        outbox.snapshot(objects);
        sender.signal();
    }

    @Override
    public void changes(List<NodeDelta> deltas) {
        if (!outbox.changes(deltas)) {
            close(Status.RESOURCE_EXHAUSTED.withDescription("the node does not keep up; connect again"));
        }
        sender.signal();
    }

    /** Asks the agent to dial back; false when too many requests wait or the connection ends. */
    boolean request(SessionRequest request) {
        boolean queued = closing.get() == null
                && outbox.urgent(
                        ControlMessage.newBuilder().setSessionRequest(request).build());
        sender.signal();
        return queued;
    }

    private void send() {
        if (answered) {
            return;
        }
        Status status = closing.get();
        if (status != null) {
            answered = true;
            refusal.ifPresent(why -> call.onNext(ControlMessage.newBuilder()
                    .setRefused(Refused.newBuilder().setReason(why))
                    .build()));
            call.onError(status.asRuntimeException());
            end();
            return;
        }
        while (call.isReady()) {
            Optional<ControlMessage> next = outbox.poll();
            if (next.isEmpty()) {
                return;
            }
            call.onNext(next.get());
        }
    }

    /** A newer connection of the same node has come: what this one has not written yet is out of date. */
    void replaced() {
        reports.discard();
        close(Status.ABORTED.withDescription("replaced by a newer connection of the node"));
    }

    void close(Status reason) {
        if (closing.compareAndSet(null, reason)) {
            sender.signal();
        }
    }

    @Override
    public void onError(Throwable cause) {
        end();
    }

    @Override
    public void onCompleted() {
        close(Status.UNAVAILABLE.withDescription("the agent closed its side"));
    }

    private void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        Status reason = closing.get();
        LOG.info(
                "disconnected node={} reason={}",
                nodeName,
                reason == null ? "connection lost" : reason.getDescription());
        leave();
    }

    private void leave() {
        parts.feeds().leave(nodeName, this);
        parts.connections().leave(this);
    }

    private static ClusterSettings clusterSettings(GatewaySettings.ClusterNetwork network) {
        return ClusterSettings.newBuilder()
                .setClusterDomain(network.domain())
                .setDnsAddress(network.dnsAddress())
                .setServiceCidr(network.serviceCidr())
                .setClusterCidr(network.clusterCidr())
                .build();
    }
}
