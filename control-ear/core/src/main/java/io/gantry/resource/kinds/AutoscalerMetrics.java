package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Metrics in the flat form that annotations of autoscaling/v1 have, and in that of v2. */
final class AutoscalerMetrics {

    private static final List<String> SOURCES = List.of("object", "external", "pods", "resource", "containerResource");

    private AutoscalerMetrics() {}

    /** The flat form of a metric that is wanted. */
    static ObjectNode ofSpec(ObjectNode metric) {
        return flat(metric, "target", source -> switch (source) {
            case "object" -> Map.of("value", "targetValue", "averageValue", "averageValue");
            case "external" -> Map.of("value", "targetValue", "averageValue", "targetAverageValue");
            default -> Map.of("averageValue", "targetAverageValue", "averageUtilization", "targetAverageUtilization");
        });
    }

    /** The flat form of a metric that was measured. */
    static ObjectNode ofStatus(ObjectNode metric) {
        return flat(metric, "current", AutoscalerMetrics::currentNames);
    }

    private static Map<String, String> currentNames(String source) {
        return switch (source) {
            case "object" -> Map.of("value", "currentValue", "averageValue", "averageValue");
            case "external" -> Map.of("value", "currentValue", "averageValue", "currentAverageValue");
            default -> Map.of("averageValue", "currentAverageValue", "averageUtilization", "currentAverageUtilization");
        };
    }

    private static ObjectNode flat(ObjectNode metric, String values, Function<String, Map<String, String>> names) {
        ObjectNode result = Json.object().put("type", Nodes.text(metric, "type"));
        for (String name : SOURCES) {
            if (metric.get(name) instanceof ObjectNode source) {
                ObjectNode flat = result.putObject(name);
                copy(source, "name", flat, "name");
                copy(source, "container", flat, "container");
                copy(source, "describedObject", flat, "target");
                copy(source.path("metric"), "name", flat, "metricName");
                copy(source.path("metric"), "selector", flat, selectorName(name));
                names.apply(name).forEach((from, to) -> copy(source.path(values), from, flat, to));
            }
        }
        return result;
    }

    private static String selectorName(String source) {
        return source.equals("external") ? "metricSelector" : "selector";
    }

    static ObjectNode toSpec(JsonNode metric) {
        return nested(metric, AutoscalerMetrics::target);
    }

    static ObjectNode toStatus(JsonNode metric) {
        return nested(metric, (name, pair) -> {
            ObjectNode current = pair.to().putObject("current");
            currentNames(name).forEach((to, from) -> copy(pair.from(), from, current, to));
        });
    }

    /** One source in both forms. */
    private record Pair(JsonNode from, ObjectNode to) {}

    private static ObjectNode nested(JsonNode metric, BiConsumer<String, Pair> values) {
        ObjectNode result = Json.object().put("type", Nodes.text(metric, "type"));
        for (String name : SOURCES) {
            if (metric.get(name) instanceof ObjectNode flat) {
                ObjectNode source = result.putObject(name);
                copy(flat, "name", source, "name");
                copy(flat, "container", source, "container");
                copy(flat, "target", source, "describedObject");
                if (flat.has("metricName")) {
                    ObjectNode identifier = source.putObject("metric");
                    copy(flat, "metricName", identifier, "name");
                    copy(flat, selectorName(name), identifier, "selector");
                }
                values.accept(name, new Pair(flat, source));
            }
        }
        return result;
    }

    private static void target(String name, Pair pair) {
        JsonNode flat = pair.from();
        ObjectNode target = pair.to().putObject("target");
        switch (name) {
            case "object" -> {
                boolean average = flat.hasNonNull("averageValue");
                target.put("type", average ? "AverageValue" : "Value");
                // the flat form cannot leave the value out and says 0 instead
                if (!average || !flat.path("targetValue").asText("0").equals("0")) {
                    copy(flat, "targetValue", target, "value");
                }
                copy(flat, "averageValue", target, "averageValue");
            }
            case "external" -> {
                target.put("type", flat.hasNonNull("targetValue") ? "Value" : "AverageValue");
                copy(flat, "targetValue", target, "value");
                copy(flat, "targetAverageValue", target, "averageValue");
            }
            default -> {
                target.put("type", flat.hasNonNull("targetAverageUtilization") ? "Utilization" : "AverageValue");
                copy(flat, "targetAverageUtilization", target, "averageUtilization");
                copy(flat, "targetAverageValue", target, "averageValue");
            }
        }
    }

    private static void copy(JsonNode from, String field, ObjectNode to, String name) {
        if (from.hasNonNull(field)) {
            to.set(name, from.get(field));
        }
    }
}
