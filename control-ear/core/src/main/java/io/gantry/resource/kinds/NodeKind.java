package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.ResourceAmounts;
import io.gantry.resource.table.NodeColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.NodeRules;
import io.gantry.status.FieldErrors;
import java.util.ArrayList;
import java.util.List;

/** Node. */
final class NodeKind implements Strategy {

    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final String NO_SCHEDULE = "NoSchedule";

    private NodeKind() {}

    static ResourceDefinition definition() {
        return Definition.core("Node", "nodes")
                .cluster()
                .shortName("no")
                .subresource("proxy", "NodeProxyOptions", "create", "delete", "get", "patch", "update")
                .status()
                .selectable("spec.unschedulable")
                .build(NodeColumns.NODE, new NodeKind());
    }

    @Override
    public void applyDefaults(ObjectNode node) {
        if (node.get("status") instanceof ObjectNode status) {
            ResourceAmounts.canonicaliseList(status.path("capacity"));
            if (!Nodes.has(status, "allocatable") && Nodes.has(status, "capacity")) {
                status.set("allocatable", status.get("capacity").deepCopy());
            }
            ResourceAmounts.canonicaliseList(status.path("allocatable"));
        }
        if (node.get("spec") instanceof ObjectNode spec) {
            podRanges(spec);
        }
    }

    /** {@code podCIDR} is the first of {@code podCIDRs}; either may be written alone. */
    private static void podRanges(ObjectNode spec) {
        String single = Nodes.text(spec, "podCIDR");
        List<String> all = Nodes.texts(spec, "podCIDRs");
        if (!single.isEmpty() && all.isEmpty()) {
            spec.putArray("podCIDRs").add(single);
        } else if (single.isEmpty() && !all.isEmpty()) {
            spec.put("podCIDR", all.getFirst());
        }
    }

    /**
     * A node that registers itself brings its status along. It gets no pods before the node lifecycle controller has seen that it is
     * ready (admission plugin TaintNodesByCondition).
     */
    @Override
    public void prepareForCreate(ObjectNode node, Context context) {
        ObjectNode spec = Nodes.child(node, "spec");
        spec.remove("configSource");
        ArrayNode taints = spec.withArray("taints");
        if (taints.valueStream().noneMatch(NodeKind::isNotReady)) {
            taints.addObject().put("key", NOT_READY).put("effect", NO_SCHEDULE);
        }
    }

    private static boolean isNotReady(JsonNode taint) {
        return taint.path("key").asText().equals(NOT_READY)
                && taint.path("effect").asText().equals(NO_SCHEDULE);
    }

    @Override
    public void prepareForUpdate(ObjectNode node, ObjectNode old, Context context) {
        Strategy.super.prepareForUpdate(node, old, context);
        if (node.get("spec") instanceof ObjectNode spec && !old.path("spec").has("configSource")) {
            spec.remove("configSource");
        }
    }

    @Override
    public void prepareForStatusUpdate(ObjectNode node, ObjectNode old, Context context) {
        Strategy.super.prepareForStatusUpdate(node, old, context);
        applyDefaults(node);
    }

    @Override
    public String selectableValue(String field, ObjectNode node, String text) {
        return field.equals("spec.unschedulable") && text.isEmpty() ? "false" : text;
    }

    @Override
    public List<String> warnings(ObjectNode node) {
        List<String> warnings = new ArrayList<>();
        if (Nodes.has(node.path("spec"), "configSource")) {
            warnings.add("spec.configSource: the feature is removed");
        }
        if (!Nodes.text(node.path("spec"), "externalID").isEmpty()) {
            warnings.add("spec.externalID: this field is deprecated, and is unused by Kubernetes");
        }
        return warnings;
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        NodeRules.check(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        NodeRules.update(Field.root(object, errors), old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        NodeRules.status(Field.root(object, errors));
    }
}
