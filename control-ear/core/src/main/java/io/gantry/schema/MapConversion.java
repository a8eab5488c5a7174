package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.schema.Schema.AnySchema;
import io.gantry.schema.Schema.BooleanSchema;
import io.gantry.schema.Schema.DateTimeSchema;
import io.gantry.schema.Schema.IntOrStringSchema;
import io.gantry.schema.Schema.IntegerSchema;
import io.gantry.schema.Schema.ListSchema;
import io.gantry.schema.Schema.MapSchema;
import io.gantry.schema.Schema.NumberSchema;
import io.gantry.schema.Schema.QuantitySchema;
import io.gantry.schema.Schema.StringSchema;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What upstream says of a wrong type where it makes an object from a map rather than from text, as after a strategic merge patch
 * (its converter of unstructured objects).
 */
public final class MapConversion {

    private MapConversion() {}

    /** The first value that does not fit its field. */
    public static Optional<String> problem(ObjectSchema schema, ObjectNode object) {
        return object(schema, object, DecodePath.root(schema));
    }

    private static Optional<String> value(Schema schema, JsonNode value, DecodePath path) {
        if (value.isNull()) {
            return Optional.empty();
        }
        return switch (schema) {
            case ObjectSchema object -> object(object, value, path);
            case MapSchema map -> map(map, value, path);
            case ListSchema list -> list(list, value, path);
            case StringSchema text -> text(text, value, path);
            case IntegerSchema integer -> integer(integer, value, path);
            case NumberSchema number -> value.isNumber() ? Optional.empty() : unrecognized("float64");
            case BooleanSchema bool -> value.isBoolean() ? Optional.empty() : unrecognized("bool");
            case IntOrStringSchema either -> ofText(schema, value, path);
            case QuantitySchema quantity -> ofText(schema, value, path);
            case DateTimeSchema time -> ofText(schema, value, path);
            case AnySchema any -> Optional.empty();
        };
    }

    private static Optional<String> object(ObjectSchema schema, JsonNode value, DecodePath path) {
        if (!value.isObject()) {
            return Optional.of("cannot restore struct from: " + kind(value));
        }
        for (Field field : schema.fields().values()) {
            JsonNode present = value.path(field.name());
            if (!present.isMissingNode()) {
                Optional<String> problem = value(field.schema(), present, path.field(schema, field));
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> map(MapSchema schema, JsonNode value, DecodePath path) {
        if (!value.isObject()) {
            return Optional.of("cannot restore map from " + kind(value));
        }
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            Optional<String> problem = value(schema.values(), entry.getValue(), path.key(entry.getKey()));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> list(ListSchema schema, JsonNode value, DecodePath path) {
        if (!value.isArray()) {
            return Optional.of("cannot restore slice from " + kind(value));
        }
        for (int i = 0; i < value.size(); i++) {
            Optional<String> problem = value(schema.items(), value.get(i), path.index(i));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(StringSchema schema, JsonNode value, DecodePath path) {
        if (schema.format().equals("byte")) {
            return bytes(value);
        }
        if (value.isTextual()) {
            return Optional.empty();
        }
        String goType = path.typeOr("string");
        // a Go integer converts to text, so it gets as far as the rule that forbids it
        return value.isIntegralNumber() ? cannotConvert("int64", goType) : unrecognized(baseOf(goType));
    }

    private static Optional<String> bytes(JsonNode value) {
        if (!value.isTextual()) {
            return value.isArray() ? Optional.empty() : Optional.of("cannot restore slice from " + kind(value));
        }
        OptionalInt illegal = Base64Text.firstIllegalByte(value.textValue());
        return illegal.isEmpty()
                ? Optional.empty()
                : Optional.of("error decoding from json: illegal base64 data at input byte " + illegal.getAsInt());
    }

    private static Optional<String> integer(IntegerSchema schema, JsonNode value, DecodePath path) {
        String goType = path.typeOr("int" + schema.bits());
        if (!value.isNumber()) {
            return unrecognized("int" + schema.bits());
        }
        boolean whole = value.decimalValue().stripTrailingZeros().scale() <= 0;
        return whole ? Optional.empty() : cannotConvert("float64", goType);
    }

    /** These types read themselves from text here as everywhere. */
    private static Optional<String> ofText(Schema schema, JsonNode value, DecodePath path) {
        return SchemaChecker.problem(schema, value, path);
    }

    private static Optional<String> cannotConvert(String from, String to) {
        return Optional.of("cannot convert " + from + " to " + to);
    }

    private static Optional<String> unrecognized(String goType) {
        return Optional.of("unrecognized type: " + goType);
    }

    /** What a named type is made of. */
    private static String baseOf(String goType) {
        return goType.contains(".") ? "string" : goType;
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "map";
            case ARRAY -> "slice";
            case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
            case BOOLEAN -> "bool";
            case STRING, BINARY, NULL, MISSING -> "string";
        };
    }
}
