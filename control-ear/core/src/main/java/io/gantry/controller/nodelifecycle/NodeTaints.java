package io.gantry.controller.nodelifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.model.Conditions;
import io.gantry.controller.model.Taint;
import io.gantry.object.ApiObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The taints that follow from a node's conditions (docs "Taints and Tolerations", taint nodes by condition). */
final class NodeTaints {

    private static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";

    private static final Map<String, String> TAINT_OF_TRUE = Map.of(
            "MemoryPressure", "node.kubernetes.io/memory-pressure",
            "DiskPressure", "node.kubernetes.io/disk-pressure",
            "PIDPressure", "node.kubernetes.io/pid-pressure",
            "NetworkUnavailable", "node.kubernetes.io/network-unavailable");

    private static final Set<String> READINESS = Set.of(Taint.NOT_READY, Taint.UNREACHABLE);

    private NodeTaints() {}

    /** The taint for a node that is not ready, with its readiness as status: True, False or Unknown. */
    static Optional<String> ofReadiness(String ready) {
        return switch (ready) {
            case "False" -> Optional.of(Taint.NOT_READY);
            case "Unknown" -> Optional.of(Taint.UNREACHABLE);
            default -> Optional.empty();
        };
    }

    /**
     * The taints that a node should have.
     *
     * @param evicts whether a node that is not ready may lose its pods now
     */
    static List<Taint> wanted(ApiObject node, Conditions conditions, boolean evicts, Instant now) {
        String ready =
                conditions.find("Ready").map(c -> c.path("status").asText()).orElse("");
        Optional<String> readiness = ofReadiness(ready);
        List<Taint> ours = new ArrayList<>();
        readiness.ifPresent(key -> ours.add(Taint.added(key, Taint.NO_SCHEDULE, now)));
        if (evicts) {
            readiness.ifPresent(key -> ours.add(Taint.added(key, Taint.NO_EXECUTE, now)));
        }
        TAINT_OF_TRUE.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(entry -> conditions.isTrue(entry.getKey()))
                .forEach(entry -> ours.add(Taint.added(entry.getValue(), Taint.NO_SCHEDULE, now)));
        if (node.spec().path("unschedulable").asBoolean()) {
            ours.add(Taint.added(UNSCHEDULABLE, Taint.NO_SCHEDULE, now));
        }
        List<Taint> wanted = new ArrayList<>();
        for (Taint present : Taint.of(node)) {
            if (!isOurs(present) || ours.removeIf(present::isSame)) {
                wanted.add(present);
            }
        }
        wanted.addAll(ours);
        return wanted;
    }

    private static boolean isOurs(Taint taint) {
        if (READINESS.contains(taint.key())) {
            return taint.effect().equals(Taint.NO_SCHEDULE) || taint.effect().equals(Taint.NO_EXECUTE);
        }
        boolean byCondition =
                TAINT_OF_TRUE.containsValue(taint.key()) || taint.key().equals(UNSCHEDULABLE);
        return byCondition && taint.effect().equals(Taint.NO_SCHEDULE);
    }

    /** The node with these taints; taints it has already keep every field. */
    static ObjectNode write(ApiObject node, List<Taint> wanted) {
        ObjectNode tree = node.copy();
        JsonNode present = node.spec().path("taints");
        ObjectNode spec = tree.withObject("/spec");
        spec.remove("taints");
        if (!wanted.isEmpty()) {
            ArrayNode taints = spec.putArray("taints");
            wanted.forEach(taint -> taints.add(find(present, taint).orElseGet(taint::toJson)));
        }
        return tree;
    }

    private static Optional<JsonNode> find(JsonNode taints, Taint wanted) {
        return taints.valueStream()
                .filter(taint -> taint.path("key").asText().equals(wanted.key())
                        && taint.path("effect").asText().equals(wanted.effect()))
                .findFirst();
    }
}
