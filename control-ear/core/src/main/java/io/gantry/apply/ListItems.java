package io.gantry.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.apply.ValueType.ListKey;
import io.gantry.apply.ValueType.ListType;
import io.gantry.apply.ValueType.MapList;
import io.gantry.managedfields.PathElement;
import io.gantry.managedfields.PathElement.Index;
import io.gantry.managedfields.PathElement.Key;
import io.gantry.managedfields.PathElement.KeyField;
import io.gantry.managedfields.PathElement.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How the items of a list are named. */
final class ListItems {

    /** An item that has no name. */
    static final class NamelessException extends Exception {

        NamelessException(String message) {
            super(message);
        }
    }

    private ListItems() {}

    static PathElement name(ListType type, JsonNode item, int index) throws NamelessException {
        return switch (type) {
            case ValueType.AtomicList atomic -> new Index(index);
            case ValueType.SetList set -> value(item);
            case MapList map -> key(map, item);
        };
    }

    /** The names of all items; those without one count as named by their place. */
    static List<PathElement> names(ListType type, JsonNode list) {
        List<PathElement> names = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            try {
                names.add(name(type, list.get(i), i));
            } catch (NamelessException e) {
                names.add(new Index(i));
            }
        }
        return names;
    }

    private static Key key(MapList type, JsonNode item) throws NamelessException {
        if (item.isNull()) {
            throw new NamelessException("associative list with keys may not have a null element");
        }
        if (!(item instanceof ObjectNode object)) {
            throw new NamelessException("associative list with keys may not have non-map elements");
        }
        List<KeyField> fields = new ArrayList<>(type.keys().size());
        for (ListKey key : type.keys()) {
            JsonNode given = object.get(key.name());
            if (given != null) {
                fields.add(new KeyField(key.name(), given));
            } else {
                key.missing().ifPresent(value -> fields.add(new KeyField(key.name(), value)));
            }
        }
        if (fields.isEmpty()) {
            String names =
                    type.keys().stream().map(key -> '"' + key.name() + '"').collect(Collectors.joining(" ", "[", "]"));
            throw new NamelessException("associative list with keys has an element that omits all key fields " + names
                    + " (and doesn't have default values for any key fields)");
        }
        return new Key(fields);
    }

    private static Value value(JsonNode item) throws NamelessException {
        return switch (item.getNodeType()) {
            case OBJECT ->
                throw new NamelessException("associative list without keys has an element that's a map type");
            case ARRAY -> throw new NamelessException("not supported: associative list with lists as elements");
            case NULL, MISSING ->
                throw new NamelessException("associative list without keys has an element that's an explicit null");
            case STRING, NUMBER, BOOLEAN, BINARY, POJO -> new Value(item);
        };
    }
}
