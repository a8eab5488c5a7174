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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Removes pods that no agent will ever finish: those of nodes that are gone, and the oldest of too many that have ended. */
public final class PodGarbageCollector implements Controller {

    /** Stands for all pods that have ended. */
    private static final ObjectKey ENDED = ObjectKey.cluster(ResourceNames.PODS, "");

    private static final Duration PERIOD = Duration.ofSeconds(20);

    /** How long a node that is not there may take to come (back) before its pods are given up, as upstream. */
    static final Duration QUARANTINE = Duration.ofSeconds(40);

    /** Since when the nodes of some pods have been found missing; begun anew by whoever leads next, as upstream. */
    private final Map<String, Instant> missing = new ConcurrentHashMap<>();

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
                        (event, view) -> event instanceof CacheEvent.Modified
                                ? List.of()
                                : List.of(event.object().key()));
    }

    private static Collection<ObjectKey> ofPod(CacheEvent event, ClusterView view) {
        PodState pod = new PodState(event.object());
        List<ObjectKey> keys = new ArrayList<>();
        if (hasEnded(event, pod)) {
            keys.add(ENDED);
        }
        if (pod.nodeName().isEmpty()) {
            keys.add(event.object().key());
        } else if (view.get(node(pod)).isEmpty()) {
            keys.add(node(pod));
        }
        return keys;
    }

    private static boolean hasEnded(CacheEvent event, PodState pod) {
        return switch (event) {
            case CacheEvent.Added _ -> pod.isTerminal();
            case CacheEvent.Modified modified -> pod.isTerminal() && !new PodState(modified.previous()).isTerminal();
            case CacheEvent.Deleted _ -> false;
        };
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
        return key.resource().equals(ResourceNames.NODES) ? ofNode(key, view, now) : ofPod(key, view);
    }

    private static Plan ofPod(ObjectKey key, ClusterView view) {
        return view.get(key)
                .map(PodState::new)
                .filter(pod -> pod.nodeName().isEmpty() && pod.object().isBeingDeleted())
                .map(pod -> Plan.builder().add(removal(pod)).build())
                .orElse(Plan.NOTHING);
    }

    private Plan ofNode(ObjectKey node, ClusterView view, Instant now) {
        List<PodState> pods =
                view.podsOnNode(node.name()).stream().map(PodState::new).toList();
        if (pods.isEmpty() || view.get(node).isPresent()) {
            missing.remove(node.name());
            return Plan.NOTHING;
        }
        Instant givenUp = missing.computeIfAbsent(node.name(), _ -> now).plus(QUARANTINE);
        if (now.isBefore(givenUp)) {
            return Plan.builder().requeueAfter(Duration.between(now, givenUp)).build();
        }
        Plan.Builder plan = Plan.builder();
        for (PodState pod : pods) {
            if (!pod.isTerminal()) {
                plan.updateStatus(pod.object(), failed(pod, now));
            }
            plan.add(removal(pod));
        }
        return plan.build();
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
