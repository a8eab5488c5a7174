package io.gantry.agent.it;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.cluster.Reporter;
import io.gantry.agent.cluster.VolumeIdentity;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.usage.NodeUsage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what the control plane would be told. */
public final class RecordingReporter implements Reporter {

    private final Map<String, ObjectNode> statuses = new ConcurrentHashMap<>();
    private final Set<String> finished = ConcurrentHashMap.newKeySet();
    private final List<ObjectEvent> events = new CopyOnWriteArrayList<>();
    private final Set<String> removedVolumes = ConcurrentHashMap.newKeySet();
    private final List<List<ObjectNode>> staticPods = new CopyOnWriteArrayList<>();
    private final AtomicInteger podStatuses = new AtomicInteger();
    private volatile ObjectNode node;
    private volatile NodeUsage usage;

    @Override
    public void podStatus(PodIdentity pod, ObjectNode status) {
        statuses.put(pod.uid(), status);
        podStatuses.incrementAndGet();
    }

    /** How often the status of any pod was told. */
    public int podStatuses() {
        return podStatuses.get();
    }

    @Override
    public void podFinished(PodIdentity pod) {
        finished.add(pod.uid());
    }

    @Override
    public void forget(PodIdentity pod) {}

    @Override
    public void volumeRemoved(VolumeIdentity volume) {
        removedVolumes.add(volume.name());
    }

    public boolean volumeRemoved(String name) {
        return removedVolumes.contains(name);
    }

    @Override
    public void event(ObjectEvent event) {
        events.add(event);
    }

    @Override
    public void nodeStatus(ObjectNode status) {
        node = status;
    }

    @Override
    public void usage(NodeUsage newest) {
        usage = newest;
    }

    @Override
    public void staticPods(List<ObjectNode> pods) {
        staticPods.add(List.copyOf(pods));
    }

    public List<List<ObjectNode>> staticPodsTold() {
        return staticPods;
    }

    public List<ObjectNode> involved() {
        return events.stream().map(ObjectEvent::involved).toList();
    }

    public Optional<NodeUsage> usage() {
        return Optional.ofNullable(usage);
    }

    public Optional<ObjectNode> status(String uid) {
        return Optional.ofNullable(statuses.get(uid));
    }

    public boolean finished(String uid) {
        return finished.contains(uid);
    }

    public Optional<ObjectNode> node() {
        return Optional.ofNullable(node);
    }

    public void clearEvents() {
        events.clear();
    }

    /** {@code Reason: message} of all events so far. */
    public List<String> events() {
        return events.stream()
                .map(event -> event.reason() + ": " + event.message())
                .toList();
    }
}
