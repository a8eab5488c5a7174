package io.gantry.agent.pod;

import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodRequests;
import io.gantry.agent.object.Quantity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a node has promised to its pods, so that two that grow at the same time do not both get the rest of it. */
public final class NodeAllocations {

    private final Map<String, Quantity> allocatable;
    private final Map<String, Map<String, Quantity>> byPod = new HashMap<>();

    /** @param allocatable what the node offers, by resource */
    public NodeAllocations(Map<String, Quantity> allocatable) {
        this.allocatable = allocatable;
    }

    /** Notes what a pod has: the scheduler has already decided, or the agent did before its restart. */
    synchronized void take(Pod pod) {
        byPod.put(pod.uid(), Map.of("cpu", PodRequests.of(pod, "cpu"), "memory", PodRequests.of(pod, "memory")));
    }

    /** Promises the pod what it asks for now, or says why not; then it keeps what it had. */
    synchronized Optional<PendingResize> resize(Pod pod) {
        Map<String, Quantity> used = new HashMap<>();
        byPod.forEach((uid, requests) -> {
            if (!uid.equals(pod.uid())) {
                requests.forEach((resource, amount) -> used.merge(resource, amount, Quantity::plus));
            }
        });
        Optional<PendingResize> pending = PendingResize.of(pod, allocatable, used);
        if (pending.isEmpty()) {
            take(pod);
        }
        return pending;
    }

    /** The pod has ended or left. */
    synchronized void release(String uid) {
        byPod.remove(uid);
    }
}
