package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.schema.Schema.ListType;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the model classes do not carry, from the two tables beside this class: {@code schema-markers.csv} (merge rules) and
 * {@code field-facts.csv} (upstream's type names where they differ, defaults, known values).
 */
final class FieldFacts {

    /** The pseudo field of a row that speaks of the type itself. */
    private static final String TYPE = "(type)";

    /**
     * Merge rules of a field, or of a type.
     *
     * @param mapType {@code atomic}, {@code granular} (though its type may be atomic elsewhere), or empty
     */
    record Markers(ListType listType, List<String> mapKeys, String mapType, PatchStrategy patch) {
        static final Markers NONE = new Markers(ListType.UNSET, List.of(), "", PatchStrategy.NONE);

        boolean atomic() {
            return mapType.equals("atomic");
        }

        boolean granular() {
            return mapType.equals("granular");
        }
    }

    /** The rest. */
    record Facts(String goType, Optional<JsonNode> defaultValue, List<String> allowed) {
        static final Facts NONE = new Facts("", Optional.empty(), List.of());
    }

    private final Map<String, Markers> markers = new HashMap<>();
    private final Map<String, Facts> facts = new HashMap<>();

    FieldFacts() {
        Csv.rows("schema-markers.csv").forEach(row -> markers.put(row.get(0) + "#" + row.get(1), markersOf(row)));
        Csv.rows("field-facts.csv").forEach(row -> facts.put(row.get(0) + "#" + row.get(1), factsOf(row)));
    }

    Markers ofType(String type) {
        return markers(type, TYPE);
    }

    Markers markers(String type, String field) {
        return markers.getOrDefault(type + "#" + field, Markers.NONE);
    }

    Facts facts(String type, String field) {
        return facts.getOrDefault(type + "#" + field, Facts.NONE);
    }

    private static Markers markersOf(List<String> row) {
        ListType listType = row.get(2).isEmpty()
                ? ListType.UNSET
                : ListType.valueOf(row.get(2).toUpperCase(Locale.ROOT));
        List<String> keys =
                row.get(3).isEmpty() ? List.of() : List.of(row.get(3).split(" "));
        return new Markers(listType, keys, row.get(4), PatchStrategy.parse(row.get(5), row.get(6)));
    }

    private static Facts factsOf(List<String> row) {
        List<String> allowed =
                row.get(4).isEmpty() ? List.of() : List.of(row.get(4).split("\\|", -1));
        return new Facts(row.get(2), defaultOf(row.get(3)), allowed);
    }

    private static Optional<JsonNode> defaultOf(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        boolean number = text.chars().allMatch(Character::isDigit);
        return Optional.of(number ? IntNode.valueOf(Integer.parseInt(text)) : TextNode.valueOf(text));
    }
}
