package io.gantry.schema;

import java.util.HashMap;
import java.util.Map;

/**
 * What fields mean that refer to another type: the model classes describe only the type there. From {@code
 * reference-descriptions.csv}, by the type's name without its package; {@code *} is for types without a row of their own, {@code *List}
 * for lists.
 */
final class ReferenceDescriptions {

    private static final String ANY = "*";
    private static final String LIST = "List";

    private final Map<String, String> descriptions = new HashMap<>();

    ReferenceDescriptions() {
        Csv.rows("reference-descriptions.csv")
                .forEach(row -> descriptions.put(row.get(0) + "#" + row.get(1), row.get(2)));
    }

    /**
     * The description of a field.
     *
     * @param known what the model class says; of an amount, or of a number or text, it speaks of that type only
     */
    String of(String definition, String field, String known) {
        String type = definition.substring(definition.lastIndexOf('.') + 1);
        String own = find(type, field);
        if (!own.isEmpty()) {
            return own;
        }
        return known.isEmpty() ? general(type, field) : known;
    }

    private String general(String type, String field) {
        String ofLists = type.endsWith(LIST) ? find(ANY + LIST, field) : "";
        return ofLists.isEmpty() ? find(ANY, field) : ofLists;
    }

    private String find(String type, String field) {
        return descriptions.getOrDefault(type + "#" + field, "");
    }
}
