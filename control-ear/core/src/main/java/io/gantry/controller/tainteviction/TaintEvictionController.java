package io.gantry.controller.tainteviction;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.gantry.controller.model.Taint;
import io.gantry.controller.model.Timestamps;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Removes pods from nodes with NoExecute taints when they do not tolerate these, or have tolerated them for as long as they wanted
 * ({@code tolerationSeconds}, counted from when the taint was added).
 */
public final class TaintEvictionController implements Controller {

    private static final String NAME = "taint-eviction-controller";

    /** When taints were first seen that do not carry a time themselves, by node uid and key. */
    private final Map<String, Instant> firstSeen = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int concurrency() {
        return 8;
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .on(ResourceNames.PODS, TaintEvictionController::ofPod)
                .on(ResourceNames.NODES, this::ofNode);
    }

    private static Collection<ObjectKey> ofPod(CacheEvent event, ClusterView view) {
        ApiObject pod = event.object();
        String nodeName = new PodState(pod).nodeName();
        boolean concerns = !(event instanceof CacheEvent.Deleted)
                && !nodeName.isEmpty()
                && view.get(ObjectKey.cluster(ResourceNames.NODES, nodeName))
                        .filter(node -> !noExecute(node).isEmpty())
                        .isPresent();
        return concerns ? List.of(pod.key()) : List.of();
    }

    private Collection<ObjectKey> ofNode(CacheEvent event, ClusterView view) {
        ApiObject node = event.object();
        if (event instanceof CacheEvent.Deleted || noExecute(node).isEmpty()) {
            firstSeen.keySet().removeIf(seen -> seen.startsWith(node.uid() + "|"));
            return List.of();
        }
        boolean same = event instanceof CacheEvent.Modified modified
                && noExecute(modified.previous()).equals(noExecute(node));
        return same
                ? List.of()
                : view.podsOnNode(node.name()).stream().map(ApiObject::key).toList();
    }

    private static List<Taint> noExecute(ApiObject node) {
        return Taint.of(node).stream()
                .filter(taint -> taint.effect().equals(Taint.NO_EXECUTE))
                .toList();
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        Optional<PodState> pod = view.get(key).map(PodState::new).filter(PodState::isActive);
        Optional<ApiObject> node = pod.flatMap(p -> view.get(ObjectKey.cluster(ResourceNames.NODES, p.nodeName())));
        if (node.isEmpty()) {
            return Plan.NOTHING;
        }
        Optional<Instant> end = end(pod.get(), node.get(), now);
        if (end.isEmpty()) {
            return Plan.NOTHING;
        }
        Duration left = Duration.between(now, end.get());
        return left.isPositive() ? Plan.later(left) : evict(pod.get(), now);
    }

    /** When the pod must go; empty when it may stay. */
    private Optional<Instant> end(PodState pod, ApiObject node, Instant now) {
        return noExecute(node).stream()
                .flatMap(taint -> end(pod, taint, added(node, taint, now)).stream())
                .min(Instant::compareTo);
    }

    private Instant added(ApiObject node, Taint taint, Instant now) {
        return taint.timeAdded()
                .orElseGet(() -> firstSeen.computeIfAbsent(node.uid() + "|" + taint.key(), seen -> now));
    }

    private static Optional<Instant> end(PodState pod, Taint taint, Instant added) {
        List<JsonNode> tolerations = pod.object()
                .spec()
                .path("tolerations")
                .valueStream()
                .filter(taint::isToleratedBy)
                .toList();
        if (tolerations.isEmpty()) {
            return Optional.of(added);
        }
        return tolerations.stream()
                .filter(toleration -> toleration.hasNonNull("tolerationSeconds"))
                .map(toleration -> added.plusSeconds(
                        Math.max(0, toleration.path("tolerationSeconds").asLong())))
                .min(Instant::compareTo);
    }

    private static Plan evict(PodState pod, Instant now) {
        ObjectNode status =
                pod.object().status().isObject() ? pod.object().status().deepCopy() : Json.object();
        ObjectNode condition = Json.object();
        condition.put("type", "DisruptionTarget");
        condition.put("status", "True");
        condition.put("lastTransitionTime", Timestamps.seconds(now));
        condition.put("reason", "DeletionByTaintManager");
        condition.put("message", "Taint manager: deleting due to NoExecute taint");
        Conditions.of(status).with(condition).writeTo(status);
        return Plan.builder()
                .event(EventDraft.normal(
                        pod.object(),
                        NAME,
                        "TaintManagerEviction",
                        "Marking for deletion Pod " + pod.object().namespace() + "/" + pod.name()))
                .updateStatus(pod.object(), status)
                .add(new Change.Delete(pod.object().key(), DeleteOptions.ofUid(pod.uid())))
                .build();
    }
}
