package io.gantry.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Reads of JSON trees in which a missing field, a null and an empty value mean the same. */
public final class Nodes {

    private Nodes() {}

    /** Whether a field is there and not null. */
    public static boolean has(JsonNode parent, String field) {
        return parent.hasNonNull(field);
    }

    /** The text of a field, empty when it is missing. */
    public static String text(JsonNode parent, String field) {
        return parent.path(field).asText("");
    }

    /** The objects of an array; anything else in it, or no array at all, reads as none. */
    public static List<ObjectNode> objects(JsonNode array) {
        List<ObjectNode> result = new ArrayList<>(array.size());
        for (JsonNode element : array) {
            if (element instanceof ObjectNode object) {
                result.add(object);
            }
        }
        return result;
    }

    /** The objects of the array at a field. */
    public static List<ObjectNode> objects(JsonNode parent, String field) {
        return parent.path(field).isArray() ? objects(parent.path(field)) : List.of();
    }

    /** The texts of the array at a field. */
    public static List<String> texts(JsonNode parent, String field) {
        if (!parent.path(field).isArray()) {
            return List.of();
        }
        List<String> result = new ArrayList<>();
        parent.path(field).forEach(element -> result.add(element.asText("")));
        return result;
    }

    /** The object at a field, made when it is missing. */
    public static ObjectNode child(ObjectNode parent, String field) {
        return parent.get(field) instanceof ObjectNode object ? object : parent.putObject(field);
    }

    /** A copy of an object; an empty one of what is none. */
    public static ObjectNode copy(JsonNode object) {
        return object instanceof ObjectNode node ? node.deepCopy() : JsonNodeFactory.instance.objectNode();
    }
}
