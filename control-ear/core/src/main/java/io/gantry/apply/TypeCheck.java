package io.gantry.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.apply.ListItems.NamelessException;
import io.gantry.apply.ObjectType.Member;
import io.gantry.apply.ValueType.AnyType;
import io.gantry.apply.ValueType.ListType;
import io.gantry.apply.ValueType.ScalarType;
import io.gantry.managedfields.PathElement;
import io.gantry.managedfields.PathElement.FieldName;
import io.gantry.schema.GoValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells what of an applied object its type does not allow, in upstream's words. */
final class TypeCheck {

    private static final int MOST = 100;

    private final List<String> errors = new ArrayList<>();

    private TypeCheck() {}

    /** All that is wrong as one text; empty when nothing is. */
    static Optional<String> problem(ValueType type, ObjectNode object) {
        TypeCheck check = new TypeCheck();
        check.value(type, object, "");
        return switch (check.errors.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(check.errors.getFirst());
            default -> Optional.of("errors:\n  " + String.join("\n  ", check.errors));
        };
    }

    private void value(ValueType type, JsonNode value, String path) {
        if (value.isNull()) {
            return;
        }
        switch (type) {
            case ScalarType scalar -> scalar(scalar, value, path);
            case ListType list -> list(list, value, path);
            case ObjectType object -> object(object, value, path);
            case AnyType any -> {}
        }
    }

    private void scalar(ScalarType type, JsonNode value, String path) {
        switch (type.scalar()) {
            case NUMERIC ->
                require(value.isNumber(), path, "expected numeric (int or float), got ", GoValue.type(value));
            case STRING ->
                require(
                        value.isTextual(),
                        path,
                        "expected string, got ",
                        "&value.valueUnstructured{Value:" + GoValue.literal(value) + "}");
            case BOOLEAN ->
                require(value.isBoolean(), path, "expected boolean, got ", "&{" + GoValue.plain(value) + "}");
            case UNTYPED ->
                require(value.isValueNode(), path, "expected any scalar, got ", "&{" + GoValue.plain(value) + "}");
        }
    }

    private void require(boolean fits, String path, String expected, String got) {
        if (!fits) {
            add(path, expected + got);
        }
    }

    private void list(ListType type, JsonNode value, String path) {
        if (!value.isArray()) {
            add(path, "expected list, got &{" + GoValue.plain(value) + "}");
            return;
        }
        Set<PathElement> seen = new HashSet<>();
        for (int i = 0; i < value.size(); i++) {
            try {
                PathElement name = ListItems.name(type, value.get(i), i);
                if (!seen.add(name)) {
                    add(path, "duplicate entries for key " + name.display());
                }
                value(type.items(), value.get(i), path + name.display());
            } catch (NamelessException e) {
                add(path, "element " + i + ": " + e.getMessage());
                return;
            }
        }
    }

    private void object(ObjectType type, JsonNode value, String path) {
        if (!value.isObject()) {
            add(path, "expected map, got &{" + GoValue.plain(value) + "}");
            return;
        }
        for (var entry : value.properties()) {
            String below = path + new FieldName(entry.getKey()).display();
            Optional<Member> member = type.member(entry.getKey());
            if (member.isEmpty()) {
                // upstream stops at the first of an object, too
                add(below, "field not declared in schema");
                return;
            }
            value(member.get().type(), entry.getValue(), below);
        }
    }

    private void add(String path, String message) {
        if (errors.size() < MOST) {
            errors.add(path.isEmpty() ? message : path + ": " + message);
        }
    }
}
