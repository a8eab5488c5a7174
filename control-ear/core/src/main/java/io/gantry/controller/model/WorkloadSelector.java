package io.gantry.controller.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The label selector by which a workload or service picks pods (meta/v1 LabelSelector, or the plain map of older kinds). Unlike a selector of
 * a query, an empty one picks nothing.
 */
public final class WorkloadSelector {

    private sealed interface Requirement {
        boolean matches(Map<String, String> labels);
    }

    private record In(String key, Set<String> values) implements Requirement {
        @Override
        public boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return value != null && values.contains(value);
        }
    }

    private record NotIn(String key, Set<String> values) implements Requirement {
        @Override
        public boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return value == null || !values.contains(value);
        }
    }

    private record Exists(String key) implements Requirement {
        @Override
        public boolean matches(Map<String, String> labels) {
            return labels.containsKey(key);
        }
    }

    private record Absent(String key) implements Requirement {
        @Override
        public boolean matches(Map<String, String> labels) {
            return !labels.containsKey(key);
        }
    }

    private final List<Requirement> requirements;

    private WorkloadSelector(List<Requirement> requirements) {
        this.requirements = List.copyOf(requirements);
    }

    /** Reads matchLabels and matchExpressions; an operator that validation would refuse matches nothing. */
    public static WorkloadSelector of(JsonNode selector) {
        List<Requirement> all = new ArrayList<>(equal(ApiObject.strings(selector.path("matchLabels"))));
        selector.path("matchExpressions").forEach(expression -> all.add(requirement(expression)));
        return new WorkloadSelector(all);
    }

    /** Every given label must have the given value. */
    public static WorkloadSelector ofLabels(Map<String, String> labels) {
        return new WorkloadSelector(equal(labels));
    }

    private static List<Requirement> equal(Map<String, String> labels) {
        return labels.entrySet().stream()
                .<Requirement>map(label -> new In(label.getKey(), Set.of(label.getValue())))
                .toList();
    }

    private static Requirement requirement(JsonNode expression) {
        String key = expression.path("key").asText();
        Set<String> values = new HashSet<>();
        expression.path("values").forEach(value -> values.add(value.asText()));
        return switch (expression.path("operator").asText()) {
            case "In" -> new In(key, values);
            case "NotIn" -> new NotIn(key, values);
            case "Exists" -> new Exists(key);
            case "DoesNotExist" -> new Absent(key);
            default -> new In(key, Set.of());
        };
    }

    /** True when there is no requirement. */
    public boolean isEmpty() {
        return requirements.isEmpty();
    }

    public boolean selects(ApiObject object) {
        return selects(object.labels());
    }

    public boolean selects(Map<String, String> labels) {
        return !requirements.isEmpty() && requirements.stream().allMatch(requirement -> requirement.matches(labels));
    }
}
