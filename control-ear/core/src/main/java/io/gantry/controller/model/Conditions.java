package io.gantry.controller.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The conditions of a status, as a value: changing gives a new one. */
public record Conditions(List<JsonNode> list) {

    public Conditions {
        list = List.copyOf(list);
    }

    /** Reads {@code status.conditions}. */
    public static Conditions of(JsonNode status) {
        List<JsonNode> all = new ArrayList<>();
        status.path("conditions").forEach(all::add);
        return new Conditions(all);
    }

    public Optional<JsonNode> find(String type) {
        return list.stream()
                .filter(condition -> condition.path("type").asText().equals(type))
                .findFirst();
    }

    public boolean isTrue(String type) {
        return find(type)
                .map(condition -> condition.path("status").asText().equals("True"))
                .orElse(false);
    }

    /** The reason of the condition of this type, empty when there is none. */
    public String reason(String type) {
        return find(type).map(condition -> condition.path("reason").asText()).orElse("");
    }

    /** Puts a condition in the place of the one with its type, or at the end. */
    public Conditions with(ObjectNode condition) {
        String type = condition.path("type").asText();
        List<JsonNode> all = new ArrayList<>(list);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).path("type").asText().equals(type)) {
                all.set(i, condition);
                return new Conditions(all);
            }
        }
        all.add(condition);
        return new Conditions(all);
    }

    public Conditions without(String type) {
        return new Conditions(list.stream()
                .filter(condition -> !condition.path("type").asText().equals(type))
                .toList());
    }

    /** Writes into a status; no conditions leave no field. */
    public void writeTo(ObjectNode status) {
        if (list.isEmpty()) {
            status.remove("conditions");
            return;
        }
        ArrayNode array = Json.MAPPER.createArrayNode();
        list.forEach(array::add);
        status.set("conditions", array);
    }
}
