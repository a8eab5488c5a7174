package io.gantry.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.apply.ObjectType.Member;
import io.gantry.apply.ValueType.AnyType;
import io.gantry.apply.ValueType.ListType;
import io.gantry.managedfields.FieldSet;
import io.gantry.managedfields.FieldSetBuilder;
import io.gantry.managedfields.PathElement;
import io.gantry.managedfields.PathElement.FieldName;
import io.gantry.object.JsonEquality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How one state of an object differs from another.
 *
 * @param removed what only the old one has
 * @param modified what both have, with other values
 * @param added what only the new one has
 */
public record Comparison(FieldSet removed, FieldSet modified, FieldSet added) {

    private static final Comparison SAME = new Comparison(FieldSet.EMPTY, FieldSet.EMPTY, FieldSet.EMPTY);

    /** Compares two states; subtrees that both share cost nothing. */
    public static Comparison of(ValueType type, ObjectNode old, ObjectNode now) {
        if (JsonEquality.same(old, now)) {
            return SAME;
        }
        Places root = new Places(new FieldSetBuilder(), new FieldSetBuilder(), new FieldSetBuilder());
        contents(type, old, now, root);
        return new Comparison(root.removed.build(), root.modified.build(), root.added.build());
    }

    public boolean isSame() {
        return removed.isEmpty() && modified.isEmpty() && added.isEmpty();
    }

    /** Everything with another value than before. */
    public FieldSet changed() {
        return modified.union(added);
    }

    public Comparison filtered(UnaryOperator<FieldSet> filter) {
        return new Comparison(filter.apply(removed), filter.apply(modified), filter.apply(added));
    }

    /** Where the differences of one place are collected. */
    private record Places(FieldSetBuilder removed, FieldSetBuilder modified, FieldSetBuilder added) {

        Places at(PathElement element) {
            return new Places(removed.at(element), modified.at(element), added.at(element));
        }
    }

    /** Compares what both have, and is not the same. */
    private static void element(PathElement element, ValueType type, JsonNode old, JsonNode now, Places parent) {
        if (old == null) {
            Whole.add(element, type, now, parent.added);
        } else if (now == null) {
            Whole.add(element, type, old, parent.removed);
        } else if (Shape.of(type, old, now) == Shape.LEAF) {
            parent.modified.add(element);
        } else {
            contents(type, old, now, parent.at(element));
        }
    }

    private static void contents(ValueType type, JsonNode old, JsonNode now, Places here) {
        switch (type) {
            case ObjectType object -> fields(object, old, now, here);
            case AnyType any -> fields(any, old, now, here);
            case ListType list -> items(list, old, now, here);
            case ValueType.ScalarType scalar -> {}
        }
    }

    private static void fields(ObjectType type, JsonNode old, JsonNode now, Places here) {
        for (String name : names(old, now, type.neverAbsent())) {
            Member member = type.member(name).orElse(null);
            if (member != null) {
                field(name, member.type(), member.of(old, name), member.of(now, name), here);
            }
        }
    }

    private static void fields(AnyType any, JsonNode old, JsonNode now, Places here) {
        for (String name : names(old, now, List.of())) {
            field(name, any, old.get(name), now.get(name), here);
        }
    }

    private static void field(String name, ValueType type, JsonNode old, JsonNode now, Places here) {
        if (!isSame(old, now)) {
            element(new FieldName(name), type, old, now, here);
        }
    }

    private static boolean isSame(JsonNode old, JsonNode now) {
        return old == now || (old != null && now != null && JsonEquality.same(old, now));
    }

    private static List<String> names(JsonNode old, JsonNode now, List<String> more) {
        List<String> names = new ArrayList<>(now.size() + more.size());
        old.fieldNames().forEachRemaining(names::add);
        now.fieldNames().forEachRemaining(name -> {
            if (!old.has(name)) {
                names.add(name);
            }
        });
        more.forEach(name -> {
            if (!old.has(name) && !now.has(name)) {
                names.add(name);
            }
        });
        return names;
    }

    private static void items(ListType type, JsonNode old, JsonNode now, Places here) {
        Map<PathElement, List<JsonNode>> before = byName(type, old);
        Map<PathElement, List<JsonNode>> after = byName(type, now);
        before.forEach((name, items) -> items(type, name, items, after.getOrDefault(name, List.of()), here));
        after.forEach((name, items) -> {
            if (!before.containsKey(name)) {
                items(type, name, List.of(), items, here);
            }
        });
    }

    /** Items of one name: more than one can only be owned together. */
    private static void items(ListType type, PathElement name, List<JsonNode> old, List<JsonNode> now, Places here) {
        if (old.size() <= 1 && now.size() <= 1) {
            if (!isSame(first(old), first(now))) {
                element(name, type.items(), first(old), first(now), here);
            }
        } else if (old.size() > 1 && now.size() > 1) {
            if (!same(old, now)) {
                here.modified.add(name);
            }
        } else if (old.size() > 1) {
            if (!now.isEmpty()) {
                element(name, type.items(), null, now.getFirst(), here);
            }
            here.removed.add(name);
        } else {
            if (!old.isEmpty()) {
                element(name, type.items(), old.getFirst(), null, here);
            }
            here.added.add(name);
        }
    }

    private static JsonNode first(List<JsonNode> items) {
        return items.isEmpty() ? null : items.getFirst();
    }

    private static boolean same(List<JsonNode> left, List<JsonNode> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!JsonEquality.same(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Map<PathElement, List<JsonNode>> byName(ListType type, JsonNode list) {
        Map<PathElement, List<JsonNode>> result = new LinkedHashMap<>();
        if (list == null || !list.isArray()) {
            return result;
        }
        List<PathElement> names = ListItems.names(type, list);
        for (int i = 0; i < names.size(); i++) {
            JsonNode item = list.get(i);
            List<JsonNode> first = result.putIfAbsent(names.get(i), List.of(item));
            if (first != null) {
                List<JsonNode> more = new ArrayList<>(first);
                more.add(item);
                result.put(names.get(i), more);
            }
        }
        return result;
    }
}
