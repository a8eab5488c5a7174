package io.gantry.controller.podgc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.Conditions;
import io.gantry.controller.model.PodState;
import io.gantry.controller.model.ResourceNames;
import io.gantry.controller.model.Timestamps;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Removes pods that no agent will ever finish: those of nodes that are gone, and the oldest of too many that have ended. */
public final class PodGarbageCollector implements Controller {

    /** Stands for all pods that have ended. */
    private static final ObjectKey ENDED = ObjectKey.cluster(ResourceNames.PODS, "");

    private static final Duration PERIOD = Duration.ofSeconds(20);

    private final int threshold;

    /**
     * @param threshold how many ended pods are kept, 12500 by default; 0 keeps all
     */
    public PodGarbageCollector(int threshold) {
        this.threshold = threshold;
    }

    @Override
    public String name() {
        return "pod-garbage-collector-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .on(ResourceNames.PODS, PodGarbageCollector::ofPod)
                .on(
                        ResourceNames.NODES,
                        (event, view) -> event instanceof CacheEvent.Deleted
                                ? List.of(event.object().key())
                                : List.of());
    }

    private static Collection<ObjectKey> ofPod(CacheEvent event, ClusterView view) {
        if (event instanceof CacheEvent.Deleted) {
            return List.of();
        }
        PodState pod = new PodState(event.object());
        boolean ended = pod.isTerminal()
                && !(event instanceof CacheEvent.Modified modified && new PodState(modified.previous()).isTerminal());
        if (ended) {
            return List.of(ENDED, event.object().key());
        }
        boolean lost = !pod.nodeName().isEmpty() && view.get(node(pod)).isEmpty();
        boolean neverBound = pod.nodeName().isEmpty() && event.object().isBeingDeleted();
        return lost || neverBound ? List.of(event.object().key()) : List.of();
    }

    private static ObjectKey node(PodState pod) {
        return ObjectKey.cluster(ResourceNames.NODES, pod.nodeName());
    }

    /** The key is a pod's, a node's, or the one that stands for all ended pods. */
    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        if (key.equals(ENDED)) {
            return removeEnded(view);
        }
        List<ApiObject> pods = key.resource().equals(ResourceNames.NODES)
                ? view.podsOnNode(key.name())
                : view.get(key).map(List::of).orElse(List.of());
        Plan.Builder plan = Plan.builder();
        pods.stream().map(PodState::new).forEach(pod -> judge(plan, pod, view, now));
        return plan.build();
    }

    private static void judge(Plan.Builder plan, PodState pod, ClusterView view, Instant now) {
        if (pod.nodeName().isEmpty()) {
            if (pod.object().isBeingDeleted()) {
                plan.add(removal(pod));
            }
        } else if (view.get(node(pod)).isEmpty()) {
            if (!pod.isTerminal()) {
                plan.updateStatus(pod.object(), failed(pod, now));
            }
            plan.add(removal(pod));
        }
    }

    private static Change removal(PodState pod) {
        return new Change.Delete(
                pod.object().key(), DeleteOptions.ofUid(pod.uid()).withGracePeriod(0));
    }

    private static ObjectNode failed(PodState pod, Instant now) {
        ObjectNode status =
                pod.object().status().isObject() ? pod.object().status().deepCopy() : Json.object();
        status.put("phase", "Failed");
        ObjectNode condition = Json.object();
        condition.put("type", "DisruptionTarget");
        condition.put("status", "True");
        condition.put("lastTransitionTime", Timestamps.seconds(now));
        condition.put("reason", "DeletionByPodGC");
        condition.put("message", "PodGC: node no longer exists");
        Conditions.of(status).with(condition).writeTo(status);
        return status;
    }

    private Plan removeEnded(ClusterView view) {
        List<ApiObject> all = view.list(ResourceNames.PODS);
        if (threshold == 0 || all.size() <= threshold) {
            return Plan.NOTHING;
        }
        List<PodState> ended =
                all.stream().map(PodState::new).filter(PodState::isTerminal).toList();
        List<Change> removals = ended.stream()
                .sorted(Comparator.comparing(pod -> pod.object().creationTime()))
                .limit(Math.max(0, ended.size() - threshold))
                .map(PodGarbageCollector::removal)
                .toList();
        return removals.isEmpty()
                ? Plan.NOTHING
                : Plan.builder()
                        .add(Change.Batch.together(removals))
                        .requeueAfter(PERIOD)
                        .build();
    }
}
