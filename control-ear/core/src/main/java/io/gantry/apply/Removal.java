package io.gantry.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.apply.ValueType.AnyType;
import io.gantry.apply.ValueType.AtomicList;
import io.gantry.apply.ValueType.ListType;
import io.gantry.apply.ValueType.ScalarType;
import io.gantry.managedfields.FieldSet;
import io.gantry.managedfields.PathElement;
import io.gantry.managedfields.PathElement.FieldName;
import io.gantry.object.Json;
import java.util.List;
import java.util.Optional;

/** Takes fields out of an object. What is owned as a whole goes as a whole when something below it is named. */
final class Removal {

    private Removal() {}

    /** The object without these fields; the given one is not changed, but shares what stays. */
    static ObjectNode of(ValueType type, ObjectNode object, FieldSet fields) {
        return without(type, object, fields) instanceof ObjectNode rest ? rest : Json.object();
    }

    private static JsonNode without(ValueType type, JsonNode value, FieldSet fields) {
        return switch (type) {
            case ScalarType scalar -> value;
            case AtomicList list -> NullNode.instance;
            case ListType list -> value instanceof ArrayNode array ? items(list, array, fields) : NullNode.instance;
            case ObjectType object ->
                value instanceof ObjectNode node && !object.atomic() ? fields(object, node, fields) : NullNode.instance;
            case AnyType any -> any(any, value, fields);
        };
    }

    private static JsonNode any(AnyType type, JsonNode value, FieldSet fields) {
        if (value.isArray()) {
            return NullNode.instance;
        }
        return value instanceof ObjectNode node ? fields(type, node, fields) : value;
    }

    private static JsonNode fields(ValueType type, ObjectNode object, FieldSet fields) {
        ObjectNode rest = Json.object();
        boolean reachedBelow = false;
        for (var entry : object.properties()) {
            PathElement element = new FieldName(entry.getKey());
            FieldSet below = fields.below(element);
            if (fields.has(element)) {
                continue;
            }
            Optional<ValueType> member = member(type, entry.getKey());
            boolean reaches = !below.isEmpty() && member.isPresent();
            reachedBelow |= reaches;
            rest.set(entry.getKey(), reaches ? kept(member.get(), entry.getValue(), below) : entry.getValue());
        }
        return rest.isEmpty() && !reachedBelow ? NullNode.instance : rest;
    }

    private static Optional<ValueType> member(ValueType type, String name) {
        return type instanceof ObjectType object ? object.member(name).map(ObjectType.Member::type) : Optional.of(type);
    }

    private static JsonNode items(ListType type, ArrayNode list, FieldSet fields) {
        ArrayNode rest = Json.MAPPER.createArrayNode();
        boolean reachedBelow = false;
        List<PathElement> names = ListItems.names(type, list);
        for (int i = 0; i < names.size(); i++) {
            FieldSet below = fields.below(names.get(i));
            if (fields.has(names.get(i))) {
                continue;
            }
            reachedBelow |= !below.isEmpty();
            rest.add(below.isEmpty() ? list.get(i) : kept(type.items(), list.get(i), below));
        }
        return rest.isEmpty() && !reachedBelow ? NullNode.instance : rest;
    }

    /** Something within a container goes, not the container: it stays, if only empty. */
    private static JsonNode kept(ValueType type, JsonNode value, FieldSet below) {
        JsonNode rest = without(type, value, below);
        if (!rest.isNull()) {
            return rest;
        }
        return switch (value.getNodeType()) {
            case OBJECT -> Json.object();
            case ARRAY -> Json.MAPPER.createArrayNode();
            case STRING, NUMBER, BOOLEAN, NULL, MISSING, POJO, BINARY -> rest;
        };
    }
}
