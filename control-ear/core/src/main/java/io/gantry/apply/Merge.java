package io.gantry.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.apply.ValueType.AnyType;
import io.gantry.apply.ValueType.ListType;
import io.gantry.apply.ValueType.ScalarType;
import io.gantry.object.Json;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Lays what is applied over an object. */
final class Merge {

    private Merge() {}

    /** The merged object; neither of the given ones is changed, but their values are shared. */
    static ObjectNode of(ValueType type, ObjectNode live, ObjectNode applied) {
        return value(type, live, applied)
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .orElseGet(Json::object);
    }

    /**
     * Merges two values, of which one may be null for absent.
     *
     * @return empty when nothing is left
     */
    static Optional<JsonNode> value(ValueType type, JsonNode live, JsonNode applied) {
        if (applied == null) {
            return Optional.ofNullable(live);
        }
        if (live == null || Shape.of(type, live, applied) == Shape.LEAF) {
            return Optional.of(applied);
        }
        return switch (type) {
            case ObjectType object -> Optional.of(fields(type, live, applied));
            case AnyType any -> Optional.of(fields(type, live, applied));
            case ListType list -> Optional.of(ListUnion.of(list, live, applied));
            case ScalarType scalar -> Optional.of(applied);
        };
    }

    private static JsonNode fields(ValueType type, JsonNode live, JsonNode applied) {
        ObjectNode merged = Json.object();
        Set<String> names = new LinkedHashSet<>();
        live.fieldNames().forEachRemaining(names::add);
        applied.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            Optional<ValueType> member = type instanceof ObjectType object
                    ? object.member(name).map(ObjectType.Member::type)
                    : Optional.of(type);
            member.flatMap(field -> value(field, live.get(name), applied.get(name)))
                    .ifPresent(value -> merged.set(name, value));
        }
        return merged;
    }
}
