package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import java.util.ArrayList;
import java.util.List;

/** Columns of HorizontalPodAutoscalers. */
public final class AutoscalerColumns {

    private static final int SHOWN = 2;
    private static final String UNKNOWN = "<unknown>";

    public static final TableColumns AUTOSCALER = ColumnList.named()
            .text("Reference", "What is scaled.", o -> reference(o.spec().path("scaleTargetRef")))
            .text("Targets", "What is measured, now and as wanted.", o -> targets(o.json()))
            .text(
                    "MinPods",
                    "Least number of pods.",
                    o -> o.spec().path("minReplicas").asText("<unset>"))
            .count(
                    "MaxPods",
                    "Greatest number of pods.",
                    0,
                    o -> o.spec().path("maxReplicas").asLong())
            .count(
                    "Replicas",
                    "Number of pods.",
                    0,
                    o -> o.status().path("currentReplicas").asLong())
            .age()
            .build();

    private AutoscalerColumns() {}

    private static String reference(JsonNode target) {
        return Nodes.text(target, "kind") + "/" + Nodes.text(target, "name");
    }

    private static String targets(JsonNode object) {
        List<ObjectNode> metrics = Nodes.objects(object.path("spec"), "metrics");
        if (metrics.isEmpty()) {
            return "<none>";
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < Math.min(SHOWN, metrics.size()); i++) {
            texts.add(metric(
                    metrics.get(i), object.path("status").path("currentMetrics").path(i)));
        }
        String more = metrics.size() > SHOWN ? " + " + (metrics.size() - SHOWN) + " more..." : "";
        return String.join(", ", texts) + more;
    }

    private static String metric(JsonNode metric, JsonNode status) {
        return switch (Nodes.text(metric, "type")) {
            case "External" -> value(metric, status, "external");
            case "Object" -> value(metric, status, "object");
            case "Pods" -> pair(metric, status, "pods", "averageValue");
            case "Resource" -> resource(metric, status, "resource");
            case "ContainerResource" -> resource(metric, status, "containerResource");
            default -> "<unknown type>";
        };
    }

    private static String value(JsonNode metric, JsonNode status, String source) {
        return metric.path(source).path("target").hasNonNull("averageValue")
                ? pair(metric, status, source, "averageValue") + " (avg)"
                : pair(metric, status, source, "value");
    }

    private static String pair(JsonNode metric, JsonNode status, String source, String value) {
        return status.path(source).path("current").path(value).asText(UNKNOWN) + "/"
                + Nodes.text(metric.path(source).path("target"), value);
    }

    private static String resource(JsonNode metric, JsonNode status, String source) {
        String name = Nodes.text(metric.path(source), "name") + ": ";
        JsonNode target = metric.path(source).path("target");
        if (target.hasNonNull("averageValue")) {
            return name + pair(metric, status, source, "averageValue");
        }
        JsonNode current = status.path(source).path("current").path("averageUtilization");
        return name + (current.isNumber() ? current.asText() + "%" : UNKNOWN) + "/"
                + (target.hasNonNull("averageUtilization") ? Nodes.text(target, "averageUtilization") + "%" : "<auto>");
    }
}
