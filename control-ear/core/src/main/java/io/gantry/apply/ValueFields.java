package io.gantry.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.apply.ObjectType.Member;
import io.gantry.apply.ValueType.AnyType;
import io.gantry.apply.ValueType.AtomicList;
import io.gantry.apply.ValueType.ListType;
import io.gantry.apply.ValueType.ScalarType;
import io.gantry.managedfields.FieldSet;
import io.gantry.managedfields.FieldSetBuilder;
import io.gantry.managedfields.PathElement;
import io.gantry.managedfields.PathElement.FieldName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The set of fields that an object sets. */
final class ValueFields {

    private ValueFields() {}

    static FieldSet of(ValueType type, ObjectNode object) {
        FieldSetBuilder root = new FieldSetBuilder();
        contents(type, object, root);
        return root.build();
    }

    /** Adds a place and what lies below it. */
    private static void element(PathElement element, ValueType type, JsonNode value, FieldSetBuilder parent) {
        if (isWhole(type, value)) {
            parent.add(element);
        } else {
            contents(type, value, parent.at(element));
        }
    }

    private static boolean isWhole(ValueType type, JsonNode value) {
        return switch (type) {
            case ScalarType scalar -> true;
            case AtomicList list -> true;
            case ListType list -> false;
            case ObjectType object -> object.atomic();
            case AnyType any -> !value.isObject();
        };
    }

    private static void contents(ValueType type, JsonNode value, FieldSetBuilder here) {
        switch (type) {
            case ObjectType object ->
                value.properties().forEach(entry -> {
                    Member member = object.member(entry.getKey()).orElse(null);
                    if (member != null) {
                        field(entry.getKey(), member.type(), member.named(), entry.getValue(), here);
                    }
                });
            case AnyType any ->
                value.properties().forEach(entry -> field(entry.getKey(), any, false, entry.getValue(), here));
            case ListType list -> items(list, value, here);
            case ScalarType scalar -> {}
        }
    }

    private static void field(String name, ValueType type, boolean named, JsonNode value, FieldSetBuilder here) {
        FieldName element = new FieldName(name);
        element(element, type, value, here);
        boolean empty = value.isNull() || (value.isObject() && value.isEmpty());
        if (empty || !named) {
            here.add(element);
        }
    }

    private static void items(ListType type, JsonNode list, FieldSetBuilder here) {
        if (!list.isArray()) {
            return;
        }
        List<PathElement> names = ListItems.names(type, list);
        Set<PathElement> seen = new HashSet<>();
        Set<PathElement> repeated = new HashSet<>();
        names.stream().filter(name -> !seen.add(name)).forEach(repeated::add);
        for (int i = 0; i < names.size(); i++) {
            here.add(names.get(i));
            if (!repeated.contains(names.get(i))) {
                element(names.get(i), type.items(), list.get(i), here);
            }
        }
    }
}
