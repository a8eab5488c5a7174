package io.gantry.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.apply.ObjectType.Member;
import io.gantry.apply.ValueType.AnyType;
import io.gantry.apply.ValueType.ListType;
import io.gantry.apply.ValueType.ScalarType;
import io.gantry.managedfields.FieldSetBuilder;
import io.gantry.managedfields.PathElement;
import io.gantry.managedfields.PathElement.FieldName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All fields of a value that has come or gone as a whole: the value itself, and what lies below it. */
final class Whole {

    private Whole() {}

    static void add(PathElement element, ValueType type, JsonNode value, FieldSetBuilder parent) {
        if (Shape.of(type, null, value) != Shape.LEAF) {
            contents(type, value, parent.at(element));
        }
        parent.add(element);
    }

    private static void contents(ValueType type, JsonNode value, FieldSetBuilder here) {
        switch (type) {
            case ObjectType object -> fields(object, value, here);
            case AnyType any ->
                value.properties().forEach(entry -> add(new FieldName(entry.getKey()), any, entry.getValue(), here));
            case ListType list -> items(list, value, here);
            case ScalarType scalar -> {}
        }
    }

    private static void fields(ObjectType type, JsonNode object, FieldSetBuilder here) {
        object.properties()
                .forEach(entry -> type.member(entry.getKey())
                        .ifPresent(
                                member -> add(new FieldName(entry.getKey()), member.type(), entry.getValue(), here)));
        for (String name : type.neverAbsent()) {
            if (object.isObject() && !object.has(name)) {
                Member member = type.member(name).orElseThrow();
                add(new FieldName(name), member.type(), member.absent(), here);
            }
        }
    }

    /** Items of one name are owned together. */
    private static void items(ListType type, JsonNode list, FieldSetBuilder here) {
        List<PathElement> names = ListItems.names(type, list);
        Set<PathElement> seen = new HashSet<>();
        Set<PathElement> repeated = new HashSet<>();
        names.stream().filter(name -> !seen.add(name)).forEach(repeated::add);
        for (int i = 0; i < names.size(); i++) {
            if (repeated.contains(names.get(i))) {
                here.add(names.get(i));
            } else {
                add(names.get(i), type.items(), list.get(i), here);
            }
        }
    }
}
