package io.gantry.agent.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.cluster.Reporter;
import io.gantry.agent.cluster.VolumeIdentity;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.usage.NodeUsage;
import io.gantry.node.v1.AgentMessage;
import io.gantry.node.v1.NodeEvent;
import io.gantry.node.v1.NodeStatus;
import io.gantry.node.v1.PodFinished;
import io.gantry.node.v1.PodStatus;
import io.gantry.node.v1.StaticPods;
import io.gantry.node.v1.VolumeRemoved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be sent to the control plane. Bounded: one status a pod, one of the node, what it uses, and so many events; while the control
 * plane is away old events are dropped first.
 */
public final class Outbox implements Reporter {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int MAX_EVENTS = 2000;
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Map<PodIdentity, ObjectNode> statuses = new LinkedHashMap<>();
    private final Set<PodIdentity> finished = new LinkedHashSet<>();
    private final Set<VolumeIdentity> removedVolumes = new LinkedHashSet<>();
    private final Deque<ObjectEvent> events = new ArrayDeque<>();
    private Optional<ObjectNode> nodeStatus = Optional.empty();
    private Optional<NodeUsage> usage = Optional.empty();
    private Optional<NodeUsage> latestUsage = Optional.empty();
    private Optional<List<ObjectNode>> staticPods = Optional.empty();
    /** The last status of every pod, sent or not: after a reconnection all are sent again. */
    private final Map<PodIdentity, ObjectNode> latest = new LinkedHashMap<>();

    private long dropped;

    @Override
    public synchronized void podStatus(PodIdentity pod, ObjectNode status) {
        statuses.remove(pod);
        statuses.put(pod, status);
        latest.put(pod, status);
        notifyAll();
    }

    @Override
    public synchronized void podFinished(PodIdentity pod) {
        finished.add(pod);
        notifyAll();
    }

    @Override
    public synchronized void forget(PodIdentity pod) {
        statuses.remove(pod);
        latest.remove(pod);
        finished.remove(pod);
    }

    @Override
    public synchronized void volumeRemoved(VolumeIdentity volume) {
        // as many as the node was told to remove
        removedVolumes.add(volume);
        notifyAll();
    }

    @Override
    public synchronized void event(ObjectEvent event) {
        if (events.size() == MAX_EVENTS) {
            events.removeFirst();
            dropped++;
        }
        events.addLast(event);
        notifyAll();
    }

    @Override
    public synchronized void nodeStatus(ObjectNode status) {
        nodeStatus = Optional.of(status);
        notifyAll();
    }

    @Override
    public synchronized void usage(NodeUsage newest) {
        usage = Optional.of(newest);
        latestUsage = usage;
        notifyAll();
    }

    @Override
    public synchronized void staticPods(List<ObjectNode> pods) {
        staticPods = Optional.of(List.copyOf(pods));
        notifyAll();
    }

    /** A new connection: the other side may know nothing. */
    synchronized void resend() {
        latest.forEach(statuses::putIfAbsent);
        if (dropped > 0) {
            LOG.warn("event=events-dropped count={}", dropped);
            dropped = 0;
        }
        notifyAll();
    }

    /** What the node uses, whenever it is measured anew; others may take it too. Waits without end. */
    synchronized NodeUsage usageAfter(Instant measured) throws InterruptedException {
        while (latestUsage.filter(known -> known.time().isAfter(measured)).isEmpty()) {
            wait();
        }
        return latestUsage.get();
    }

    /** The next message, or nothing when none comes in time. */
    synchronized Optional<AgentMessage> take(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Optional<AgentMessage> message = poll();
        while (message.isEmpty()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return Optional.empty();
            }
            wait(left);
            message = poll();
        }
        return message;
    }

    /** Waits until nothing is left to send, at most so long. */
    public void awaitSent(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (isWaiting() && System.nanoTime() < deadline) {
            Thread.sleep(LOOK);
        }
        // the last one may be on its way
        Thread.sleep(LOOK);
    }

    private synchronized boolean isWaiting() {
        return nodeStatus.isPresent() || !statuses.isEmpty() || !finished.isEmpty() || !events.isEmpty();
    }

    private Optional<AgentMessage> poll() {
        if (nodeStatus.isPresent()) {
            NodeStatus status =
                    NodeStatus.newBuilder().setStatus(bytes(nodeStatus.get())).build();
            nodeStatus = Optional.empty();
            return Optional.of(AgentMessage.newBuilder().setNodeStatus(status).build());
        }
        if (staticPods.isPresent()) {
            StaticPods.Builder message = StaticPods.newBuilder();
            staticPods.get().forEach(pod -> message.addPods(bytes(pod)));
            staticPods = Optional.empty();
            return Optional.of(AgentMessage.newBuilder().setStaticPods(message).build());
        }
        if (usage.isPresent()) {
            AgentMessage message = UsageMessages.message(usage.get());
            usage = Optional.empty();
            return Optional.of(message);
        }
        if (!statuses.isEmpty()) {
            var first = statuses.entrySet().iterator().next();
            statuses.remove(first.getKey());
            return Optional.of(statusMessage(first.getKey(), first.getValue()));
        }
        if (!finished.isEmpty()) {
            PodIdentity pod = finished.iterator().next();
            finished.remove(pod);
            return Optional.of(finishedMessage(pod));
        }
        if (!removedVolumes.isEmpty()) {
            VolumeIdentity volume = removedVolumes.iterator().next();
            removedVolumes.remove(volume);
            return Optional.of(removedMessage(volume));
        }
        return Optional.ofNullable(events.pollFirst()).map(Outbox::eventMessage);
    }

    private static AgentMessage statusMessage(PodIdentity pod, ObjectNode status) {
        PodStatus message = PodStatus.newBuilder()
                .setNamespace(pod.namespace())
                .setName(pod.name())
                .setUid(pod.uid())
                .setStatus(bytes(status))
                .build();
        return AgentMessage.newBuilder().setPodStatus(message).build();
    }

    private static AgentMessage finishedMessage(PodIdentity pod) {
        PodFinished message = PodFinished.newBuilder()
                .setNamespace(pod.namespace())
                .setName(pod.name())
                .setUid(pod.uid())
                .build();
        return AgentMessage.newBuilder().setPodFinished(message).build();
    }

    private static AgentMessage removedMessage(VolumeIdentity volume) {
        VolumeRemoved message = VolumeRemoved.newBuilder()
                .setName(volume.name())
                .setUid(volume.uid())
                .build();
        return AgentMessage.newBuilder().setVolumeRemoved(message).build();
    }

    private static AgentMessage eventMessage(ObjectEvent event) {
        NodeEvent message = NodeEvent.newBuilder()
                .setInvolvedObject(bytes(event.involved()))
                .setType(event.type().title())
                .setReason(event.reason())
                .setMessage(event.message())
                .build();
        return AgentMessage.newBuilder().setEvent(message).build();
    }

    private static ByteString bytes(ObjectNode json) {
        return ByteString.copyFrom(Json.write(json));
    }
}
