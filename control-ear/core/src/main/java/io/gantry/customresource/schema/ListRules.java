package io.gantry.customresource.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.status.FieldErrors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lists of type set or map hold no two equal items, or items with equal keys. */
public final class ListRules {

    private final FieldErrors errors;

    private ListRules(FieldErrors errors) {
        this.errors = errors;
    }

    public static void check(ValueSchema schema, JsonNode value, FieldErrors errors) {
        new ListRules(errors).value(schema, value, "");
    }

    private void value(ValueSchema schema, JsonNode value, String path) {
        if (value.isObject()) {
            value.properties().forEach(entry -> {
                ValueSchema property = schema.properties().get(entry.getKey());
                if (property != null) {
                    String child = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
                    value(property, entry.getValue(), child);
                } else {
                    schema.additionalSchema()
                            .ifPresent(values -> value(values, entry.getValue(), path + "[" + entry.getKey() + "]"));
                }
            });
        } else if (value.isArray()) {
            switch (schema.extensions().listType()) {
                case "set" -> duplicates(elements(value), path);
                case "map" -> map(schema, value, path);
                default -> {
                    // atomic: anything goes
                }
            }
            schema.items().ifPresent(items -> {
                for (int i = 0; i < value.size(); i++) {
                    value(items, value.get(i), path + "[" + i + "]");
                }
            });
        }
    }

    private void map(ValueSchema schema, JsonNode array, String path) {
        List<JsonNode> keys = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode item = array.get(i);
            if (!item.isObject() && !item.isNull()) {
                errors.invalid(
                        path + "[" + i + "]",
                        item.isTextual() ? item.textValue() : item,
                        "must be an object for an array of list-type map");
                return;
            }
            ObjectNode key = Json.object();
            schema.extensions().mapKeys().stream().filter(item::has).forEach(field -> key.set(field, item.get(field)));
            keys.add(key);
        }
        duplicates(keys, path);
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> all = new ArrayList<>(array.size());
        array.forEach(all::add);
        return all;
    }

    /** Each value that comes again is reported once, at its second place. */
    private void duplicates(List<JsonNode> values, String path) {
        Map<JsonNode, Integer> seen = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            JsonNode value = values.get(i);
            if (seen.merge(value, 1, Integer::sum) == 2) {
                errors.duplicate(path + "[" + i + "]", value.isTextual() ? value.textValue() : value);
            }
        }
    }
}
