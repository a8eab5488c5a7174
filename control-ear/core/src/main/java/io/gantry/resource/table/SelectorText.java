package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Selectors in the one-line syntax of {@code kubectl -l}. */
public final class SelectorText {

    private SelectorText() {}

    /** A map of labels, sorted by key: {@code app=web,tier=front}; {@code <none>} when empty. */
    public static String ofLabels(JsonNode labels) {
        return orNone(equalities(labels));
    }

    /** A LabelSelector; {@code <none>} when it selects by nothing. */
    public static String ofSelector(JsonNode selector) {
        return orNone(plain(selector));
    }

    /** A LabelSelector, or a map of labels as ReplicationControllers have it; empty when it selects by nothing. */
    public static String plain(JsonNode selector) {
        boolean isMap = !selector.has("matchLabels") && !selector.has("matchExpressions");
        if (isMap) {
            return equalities(selector);
        }
        record Term(String key, String text) {}
        List<Term> terms = new ArrayList<>();
        ApiObject.strings(selector.path("matchLabels"))
                .forEach((key, value) -> terms.add(new Term(key, key + "=" + value)));
        Nodes.objects(selector, "matchExpressions")
                .forEach(term -> terms.add(new Term(Nodes.text(term, "key"), expression(term))));
        terms.sort(Comparator.comparing(Term::key));
        return String.join(",", terms.stream().map(Term::text).toList());
    }

    private static String expression(JsonNode term) {
        String key = Nodes.text(term, "key");
        String values =
                String.join(",", Nodes.texts(term, "values").stream().sorted().toList());
        return switch (Nodes.text(term, "operator")) {
            case "In" -> key + " in (" + values + ")";
            case "NotIn" -> key + " notin (" + values + ")";
            case "DoesNotExist" -> "!" + key;
            default -> key;
        };
    }

    private static String equalities(JsonNode labels) {
        return String.join(
                ",",
                ApiObject.strings(labels).entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .toList());
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "<none>" : text;
    }
}
