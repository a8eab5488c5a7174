package io.gantry.scheduler.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A set-based selector over labels (meta/v1 LabelSelector, core/v1 NodeSelectorRequirement), read once. */
public record Selector(List<Requirement> requirements) {

    /** One requirement; operators as in NodeSelectorRequirement. */
    public record Requirement(String key, String operator, Set<String> values) {

        boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case "In" -> value != null && values.contains(value);
                case "NotIn" -> value == null || !values.contains(value);
                case "Exists" -> value != null;
                case "DoesNotExist" -> value == null;
                case "Gt" -> compare(value) > 0;
                case "Lt" -> compare(value) < 0;
                default -> false;
            };
        }

        /** How the label compares with the one value as a number; 0, which satisfies neither, when either is none. */
        private int compare(String value) {
            try {
                return value == null
                        ? 0
                        : Long.compare(
                                Long.parseLong(value),
                                Long.parseLong(values.iterator().next()));
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }

    /** Matches nothing. */
    public static final Selector NOTHING = new Selector(List.of(new Requirement("", "In", Set.of())));

    /** Reads {@code matchLabels} and {@code matchExpressions}; a selector that is not there matches nothing. */
    public static Selector ofLabelSelector(JsonNode selector) {
        if (!selector.isObject()) {
            return NOTHING;
        }
        List<Requirement> requirements = new ArrayList<>();
        for (Map.Entry<String, JsonNode> label : selector.path("matchLabels").properties()) {
            requirements.add(new Requirement(
                    label.getKey(), "In", Set.of(label.getValue().asText())));
        }
        requirements.addAll(ofExpressions(selector.path("matchExpressions")).requirements());
        return new Selector(List.copyOf(requirements));
    }

    /** Reads a list of requirements. */
    public static Selector ofExpressions(JsonNode expressions) {
        List<Requirement> requirements = new ArrayList<>();
        for (JsonNode expression : expressions) {
            Set<String> values = new HashSet<>();
            expression.path("values").forEach(value -> values.add(value.asText()));
            requirements.add(new Requirement(
                    expression.path("key").asText(), expression.path("operator").asText(), values));
        }
        return new Selector(List.copyOf(requirements));
    }

    /** A selector of equal labels. */
    public static Selector ofMap(Map<String, String> labels) {
        return new Selector(labels.entrySet().stream()
                .map(label -> new Requirement(label.getKey(), "In", Set.of(label.getValue())))
                .toList());
    }

    /** Matches what both match. */
    public Selector and(Selector other) {
        List<Requirement> both = new ArrayList<>(requirements);
        both.addAll(other.requirements);
        return new Selector(List.copyOf(both));
    }

    public boolean isEmpty() {
        return requirements.isEmpty();
    }

    public boolean matches(Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }
}
