package io.gantry.selector;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Selects by labels; all requirements must hold, so that one without requirements selects everything. */
public record LabelSelector(List<Requirement> requirements) {

    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    /** Reads the text form, for example {@code app in (a, b), tier != front, !old}. Throws {@link InvalidSelectorException}. */
    public static LabelSelector parse(String text) {
        return LabelSelectorParser.parse(text);
    }

    /** The selector that asks for exactly these labels. */
    public static LabelSelector ofLabels(Map<String, String> labels) {
        List<Requirement> requirements = new ArrayList<>();
        labels.forEach(
                (key, value) -> requirements.add(new Requirement(key, Requirement.Operator.EQUALS, List.of(value))));
        return sorted(requirements);
    }

    /** Reads a meta/v1 LabelSelector ({@code matchLabels}, {@code matchExpressions}). Throws {@link InvalidSelectorException}. */
    public static LabelSelector of(JsonNode selector) {
        List<Requirement> requirements = new ArrayList<>(
                ofLabels(ApiObject.strings(selector.path("matchLabels"))).requirements());
        for (JsonNode expression : selector.path("matchExpressions")) {
            List<String> values = new ArrayList<>();
            expression.path("values").forEach(value -> values.add(value.asText()));
            requirements.add(new Requirement(
                    expression.path("key").asText(),
                    operator(expression.path("operator").asText()),
                    List.copyOf(new TreeSet<>(values))));
        }
        return sorted(requirements);
    }

    private static Requirement.Operator operator(String name) {
        return switch (name) {
            case "In" -> Requirement.Operator.IN;
            case "NotIn" -> Requirement.Operator.NOT_IN;
            case "Exists" -> Requirement.Operator.EXISTS;
            case "DoesNotExist" -> Requirement.Operator.DOES_NOT_EXIST;
            default -> throw new InvalidSelectorException("\"" + name + "\" is not a valid label selector operator");
        };
    }

    static LabelSelector sorted(List<Requirement> requirements) {
        return new LabelSelector(requirements.stream()
                .sorted(Comparator.comparing(Requirement::key))
                .toList());
    }

    public boolean matches(Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /** The values that labels must have, as far as there is but one. */
    public Map<String, String> required() {
        return requirements.stream()
                .filter(Requirement::asksForOneValue)
                .collect(Collectors.toMap(
                        Requirement::key, requirement -> requirement.values().getFirst(), (first, second) -> first));
    }

    public boolean isEmpty() {
        return requirements.isEmpty();
    }

    /** The text form that {@link #parse} reads. */
    @Override
    public String toString() {
        return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
    }
}
