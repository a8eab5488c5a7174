package io.gantry.resource.kinds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.resource.Conversion;
import io.gantry.resource.defaults.AutoscalerDefaults;
import java.util.List;

/**
 * Between HorizontalPodAutoscalers of autoscaling/v1, which know of processors only, and v2, the stored version. What v1 has no field
 * for is carried in annotations, as upstream does.
 */
final class AutoscalerConversion implements Conversion {

    private static final String PREFIX = "autoscaling.alpha.kubernetes.io/";
    private static final String METRICS = PREFIX + "metrics";
    private static final String CURRENT_METRICS = PREFIX + "current-metrics";
    private static final String CONDITIONS = PREFIX + "conditions";
    private static final String BEHAVIOR = PREFIX + "behavior";
    private static final String TARGET_CPU = "targetCPUUtilizationPercentage";
    private static final String CURRENT_CPU = "currentCPUUtilizationPercentage";

    @Override
    public ObjectNode fromStored(ObjectNode stored) {
        stored.put("apiVersion", "autoscaling/v1");
        ObjectNode spec = Nodes.child(stored, "spec");
        ArrayNode others = stored.arrayNode();
        for (ObjectNode metric : Nodes.objects(spec, "metrics")) {
            if (isCpuUtilization(metric)) {
                spec.putIfAbsent(TARGET_CPU, metric.at("/resource/target/averageUtilization"));
            } else {
                others.add(AutoscalerMetrics.ofSpec(metric));
            }
        }
        ObjectNode status = Nodes.child(stored, "status");
        if (!Nodes.has(status, "currentReplicas")) {
            // v1 requires the field, and generated clients refuse an object without it
            status.put("currentReplicas", 0);
        }
        ArrayNode current = stored.arrayNode();
        for (ObjectNode metric : Nodes.objects(status, "currentMetrics")) {
            JsonNode utilization = metric.at("/resource/current/averageUtilization");
            if (isCpu(metric) && utilization.isNumber()) {
                status.set(CURRENT_CPU, utilization);
            }
            current.add(AutoscalerMetrics.ofStatus(metric));
        }
        ObjectNode metadata = Nodes.child(stored, "metadata");
        drop(metadata);
        annotate(metadata, METRICS, others);
        annotate(metadata, CURRENT_METRICS, current);
        annotate(metadata, BEHAVIOR, FieldCase.upper(spec.path("behavior")));
        annotate(metadata, CONDITIONS, status.path("conditions"));
        spec.remove(List.of("metrics", "behavior"));
        status.remove(List.of("currentMetrics", "conditions"));
        return stored;
    }

    @Override
    public ObjectNode toStored(ObjectNode served) {
        served.put("apiVersion", "autoscaling/v2");
        ObjectNode spec = Nodes.child(served, "spec");
        ObjectNode status = Nodes.child(served, "status");
        ObjectNode metadata = Nodes.child(served, "metadata");
        ArrayNode metrics = spec.arrayNode();
        read(metadata, METRICS).forEach(metric -> metrics.add(AutoscalerMetrics.toSpec(metric)));
        JsonNode percent = spec.path(TARGET_CPU);
        if (percent.isNumber()) {
            AutoscalerDefaults.addCpu(metrics, percent.asInt());
        } else if (metrics.isEmpty()) {
            AutoscalerDefaults.addCpu(metrics, AutoscalerDefaults.CPU_UTILIZATION);
        }
        spec.set("metrics", metrics);
        if (FieldCase.lower(read(metadata, BEHAVIOR)) instanceof ObjectNode behavior && !behavior.isEmpty()) {
            spec.set("behavior", behavior);
        }
        currentMetrics(status, read(metadata, CURRENT_METRICS));
        JsonNode conditions = read(metadata, CONDITIONS);
        if (!conditions.isEmpty()) {
            status.set("conditions", conditions);
        }
        spec.remove(TARGET_CPU);
        status.remove(CURRENT_CPU);
        if (status.path("currentReplicas").asLong() == 0) {
            status.remove("currentReplicas");
        }
        if (status.isEmpty()) {
            served.remove("status");
        } else if (!status.has("currentMetrics")) {
            status.putNull("currentMetrics");
        }
        drop(metadata);
        return served;
    }

    /** The annotation says more than the one field of v1. */
    private static void currentMetrics(ObjectNode status, JsonNode annotated) {
        ArrayNode metrics = status.arrayNode();
        annotated.forEach(metric -> metrics.add(AutoscalerMetrics.toStatus(metric)));
        if (metrics.isEmpty() && status.path(CURRENT_CPU).isNumber()) {
            ObjectNode resource = metrics.addObject().put("type", "Resource").putObject("resource");
            resource.put("name", "cpu").putObject("current").set("averageUtilization", status.get(CURRENT_CPU));
        }
        if (!metrics.isEmpty()) {
            status.set("currentMetrics", metrics);
        }
    }

    private static boolean isCpu(JsonNode metric) {
        return Nodes.text(metric, "type").equals("Resource")
                && Nodes.text(metric.path("resource"), "name").equals("cpu");
    }

    private static boolean isCpuUtilization(JsonNode metric) {
        return isCpu(metric) && metric.at("/resource/target/averageUtilization").isNumber();
    }

    private static void annotate(ObjectNode metadata, String key, JsonNode value) {
        if (!value.isMissingNode() && !value.isEmpty()) {
            Nodes.child(metadata, "annotations").put(key, value.toString());
        }
    }

    /** What an annotation says; a list without elements when there is none, or when it cannot be read: v1 clients write it. */
    private static JsonNode read(ObjectNode metadata, String key) {
        String text = Nodes.text(metadata.path("annotations"), key);
        try {
            return text.isEmpty() ? Json.MAPPER.createArrayNode() : Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return Json.MAPPER.createArrayNode();
        }
    }

    private static void drop(ObjectNode metadata) {
        if (metadata.get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(List.of(METRICS, CURRENT_METRICS, CONDITIONS, BEHAVIOR));
            if (annotations.isEmpty()) {
                metadata.remove("annotations");
            }
        }
    }
}
