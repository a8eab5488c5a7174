package io.gantry.customresource.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import java.util.HashMap;
import java.util.Map;

/** Which item of a list was which before: only lists of type map can tell. */
public final class Correlation {

    private Correlation() {}

    public static Map<JsonNode, JsonNode> byKeys(ValueSchema list, JsonNode old) {
        Map<JsonNode, JsonNode> items = new HashMap<>();
        if (list.extensions().listType().equals("map") && old.isArray()) {
            old.forEach(item -> items.putIfAbsent(key(list, item), item));
        }
        return items;
    }

    public static JsonNode key(ValueSchema list, JsonNode item) {
        ObjectNode key = Json.object();
        for (String field : list.extensions().mapKeys()) {
            if (item.has(field)) {
                key.set(field, item.get(field));
            }
        }
        return key;
    }
}
