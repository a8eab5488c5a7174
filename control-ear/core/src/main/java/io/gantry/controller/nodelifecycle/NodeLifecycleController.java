package io.gantry.controller.nodelifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Notices nodes that have fallen silent, says so in their conditions and their pods', and taints them, so that the scheduler avoids them
 * and their pods are moved.
 */
public final class NodeLifecycleController implements Controller {

    private static final String NAME = "node-controller";
    private static final List<String> REPORTED = List.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure");

    /** How often stopped evictions are looked at again. */
    private static final Duration STOPPED_CHECK = Duration.ofSeconds(5);

    private final NodeLifecycleSettings settings;
    private final Heartbeats heartbeats = new Heartbeats();

    public NodeLifecycleController(NodeLifecycleSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** One at a time, so that the pace of evictions holds. */
    @Override
    public int concurrency() {
        return 1;
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .own(ResourceNames.NODES)
                .on(ResourceNames.LEASES, (event, view) -> nodeOf(event.object().key()));
    }

    private static Collection<ObjectKey> nodeOf(ObjectKey lease) {
        return Heartbeats.isNodeLease(lease)
                ? List.of(ObjectKey.cluster(ResourceNames.NODES, lease.name()))
                : List.of();
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        Optional<ApiObject> node = view.get(key);
        if (node.isEmpty()) {
            heartbeats.forget(key.name());
            return Plan.NOTHING;
        }
        return look(node.get(), view, now);
    }

    private Plan look(ApiObject node, ClusterView view, Instant now) {
        Conditions before = Conditions.of(node.status());
        boolean reported = before.find("Ready").isPresent();
        Duration grace = reported ? settings.monitorGracePeriod() : settings.startupGracePeriod();
        Duration left = Duration.between(now, heartbeats.last(node, view, now).plus(grace));
        boolean silent = !left.isPositive();
        Conditions after = silent ? unknown(before, node, now) : before;

        Plan.Builder plan = Plan.builder();
        if (!silent) {
            plan.requeueAfter(left);
        }
        if (before.isTrue("Ready") && !after.isTrue("Ready")) {
            plan.event(EventDraft.normal(
                    node, NAME, "NodeNotReady", "Node " + node.name() + " status is now: NodeNotReady"));
        }
        taint(plan, node, after, view, now);
        ObjectNode status = node.status().isObject() ? node.status().deepCopy() : Json.object();
        after.writeTo(status);
        plan.updateStatus(node, status);
        if (silent) {
            markPods(plan, node, view, now);
        }
        return plan.build();
    }

    private static Conditions unknown(Conditions conditions, ApiObject node, Instant now) {
        Conditions result = conditions;
        for (String type : REPORTED) {
            Optional<JsonNode> present = conditions.find(type);
            if (present.filter(c -> c.path("status").asText().equals("Unknown")).isPresent()) {
                continue;
            }
            ObjectNode condition = present.<ObjectNode>map(JsonNode::deepCopy).orElseGet(() -> never(type, node));
            condition.put("status", "Unknown");
            condition.put("lastTransitionTime", Timestamps.seconds(now));
            if (present.isPresent()) {
                condition.put("reason", "NodeStatusUnknown");
                condition.put("message", "Kubelet stopped posting node status.");
            }
            result = result.with(condition);
        }
        return result;
    }

    private static ObjectNode never(String type, ApiObject node) {
        ObjectNode condition = Json.object();
        condition.put("type", type);
        condition.put("reason", "NodeStatusNeverUpdated");
        condition.put("message", "Kubelet never posted node status.");
        condition.put("lastHeartbeatTime", Timestamps.seconds(node.creationTime()));
        return condition;
    }

    private void taint(Plan.Builder plan, ApiObject node, Conditions conditions, ClusterView view, Instant now) {
        String ready =
                conditions.find("Ready").map(c -> c.path("status").asText()).orElse("");
        boolean evicts = false;
        if (NodeTaints.ofReadiness(ready).isPresent()) {
            Optional<Duration> wait = new EvictionPace(settings, view, now).wait(node);
            evicts = wait.filter(Duration::isZero).isPresent() || (wait.isPresent() && isEvicted(node));
            if (!evicts) {
                plan.requeueAfter(wait.orElse(STOPPED_CHECK));
            }
        }
        plan.update(node, NodeTaints.write(node, NodeTaints.wanted(node, conditions, evicts, now)));
    }

    private static boolean isEvicted(ApiObject node) {
        return Taint.of(node).stream()
                .anyMatch(taint -> taint.effect().equals(Taint.NO_EXECUTE)
                        && (taint.key().equals(Taint.NOT_READY) || taint.key().equals(Taint.UNREACHABLE)));
    }

    /** Nobody knows whether the pods of a silent node still answer, so they get no requests. */
    private static void markPods(Plan.Builder plan, ApiObject node, ClusterView view, Instant now) {
        Plan.Builder marks = Plan.builder();
        for (ApiObject pod : view.podsOnNode(node.name())) {
            if (Conditions.of(pod.status()).isTrue("Ready") && !new PodState(pod).isTerminal()) {
                marks.updateStatus(pod, notReady(pod, now));
                plan.event(EventDraft.warning(pod, NAME, "NodeNotReady", "Node is not ready"));
            }
        }
        List<Change> changes = marks.build().changes();
        if (!changes.isEmpty()) {
            plan.add(Change.Batch.together(changes));
        }
    }

    private static ObjectNode notReady(ApiObject pod, Instant now) {
        Conditions conditions = Conditions.of(pod.status());
        ObjectNode condition = conditions.find("Ready").orElseThrow().deepCopy();
        condition.put("status", "False");
        condition.put("lastTransitionTime", Timestamps.seconds(now));
        ObjectNode status = pod.status().deepCopy();
        conditions.with(condition).writeTo(status);
        return status;
    }
}
