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
import io.gantry.status.FieldErrors.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells what of an object does not fit its schema, as upstream's decoder would (sigs.k8s.io/json): null fits everywhere; the
 * first wrong value is reported, except that a value with its own syntax (quantity, time) ends decoding at once.
 */
public final class SchemaChecker {

    private static final int MAX_FINDINGS = 100;

    private final Set<String> unknownPaths = new LinkedHashSet<>();
    private final List<FieldError> typeErrors = new ArrayList<>();
    private boolean ended;

    private SchemaChecker() {}

    public static Findings check(ObjectSchema schema, ObjectNode object) {
        SchemaChecker checker = new SchemaChecker();
        checker.object(schema, object, DecodePath.root(schema));
        if (checker.unknownPaths.isEmpty() && checker.typeErrors.isEmpty()) {
            return Findings.NONE;
        }
        return new Findings(List.copyOf(checker.unknownPaths), List.copyOf(checker.typeErrors));
    }

    /** What is wrong with one value. */
    static Optional<String> problem(Schema schema, JsonNode value, DecodePath path) {
        SchemaChecker checker = new SchemaChecker();
        checker.value(schema, value, path);
        return checker.typeErrors.stream().map(FieldError::message).findFirst();
    }

    private void object(ObjectSchema schema, JsonNode value, DecodePath path) {
        if (!value.isObject()) {
            wrongType(value, path, path.typeOr(GoTypes.of(schema)));
            return;
        }
        value.properties().forEach(entry -> {
            Field field = schema.fields().get(entry.getKey());
            if (field != null) {
                value(field.schema(), entry.getValue(), path.field(schema, field));
            } else if (!schema.keepsUnknownFields() && unknownPaths.size() < MAX_FINDINGS) {
                unknownPaths.add(path.strict(entry.getKey()));
            }
        });
    }

    private void value(Schema schema, JsonNode value, DecodePath path) {
        if (ended || value.isNull()) {
            return;
        }
        switch (schema) {
            case ObjectSchema object -> object(object, value, path);
            case MapSchema map -> map(map, value, path);
            case ListSchema list -> list(list, value, path);
            case StringSchema text -> text(text, value, path);
            case IntegerSchema integer -> integer(integer, value, path);
            case NumberSchema number -> require(value.isNumber(), schema, value, path);
            case BooleanSchema bool -> require(value.isBoolean(), schema, value, path);
            case IntOrStringSchema either -> intOrString(value, path);
            case QuantitySchema quantity -> quantity(value, path);
            case DateTimeSchema time -> time(time, value, path);
            case AnySchema any -> {}
        }
    }

    private void map(MapSchema schema, JsonNode value, DecodePath path) {
        if (!value.isObject()) {
            wrongType(value, path, path.typeOr(GoTypes.of(schema)));
            return;
        }
        value.properties().forEach(entry -> value(schema.values(), entry.getValue(), path.key(entry.getKey())));
    }

    private void list(ListSchema schema, JsonNode value, DecodePath path) {
        if (!value.isArray()) {
            wrongType(value, path, path.typeOr(GoTypes.of(schema)));
            return;
        }
        for (int i = 0; i < value.size(); i++) {
            value(schema.items(), value.get(i), path.index(i));
        }
    }

    private void require(boolean fits, Schema schema, JsonNode value, DecodePath path) {
        if (!fits) {
            wrongType(value, path, path.typeOr(GoTypes.of(schema)));
        }
    }

    private void text(StringSchema schema, JsonNode value, DecodePath path) {
        boolean bytes = schema.format().equals("byte");
        if (bytes && value.isArray()) {
            return;
        }
        if (!value.isTextual()) {
            wrongType(value, path, bytes ? "[]uint8" : path.typeOr("string"));
        } else if (bytes) {
            Base64Text.firstIllegalByte(value.textValue())
                    .ifPresent(at -> add(path, "illegal base64 data at input byte " + at));
        }
    }

    private void integer(IntegerSchema schema, JsonNode value, DecodePath path) {
        boolean fits =
                value.isIntegralNumber() && (schema.bits() == 32 ? value.canConvertToInt() : value.canConvertToLong());
        if (!fits) {
            add(path, GoTypes.unmarshal(shownNumber(value), path, path.typeOr(GoTypes.of(schema))));
        }
    }

    private void intOrString(JsonNode value, DecodePath path) {
        if (!value.isTextual() && !(value.isIntegralNumber() && value.canConvertToInt())) {
            end(path, GoTypes.unmarshal(shownNumber(value), path, "int32"));
        }
    }

    private static String shownNumber(JsonNode value) {
        return value.isNumber() ? "number " + GoTypes.literal(value) : GoTypes.valueKind(value);
    }

    private void quantity(JsonNode value, DecodePath path) {
        try {
            Quantity.parse(value.isValueNode() ? value.asText().trim() : value.toString());
        } catch (InvalidQuantityException e) {
            end(path, e.getMessage());
        }
    }

    private void time(DateTimeSchema schema, JsonNode value, DecodePath path) {
        if (!value.isTextual()) {
            end(path, GoTypes.unmarshal(GoTypes.valueKind(value), path, "string"));
            return;
        }
        Rfc3339.problem(value.textValue(), schema.micro()).ifPresent(problem -> end(path, problem));
    }

    private void wrongType(JsonNode value, DecodePath path, String goType) {
        add(path, GoTypes.unmarshal(GoTypes.valueKind(value), path, goType));
    }

    private void add(DecodePath path, String message) {
        if (typeErrors.size() < MAX_FINDINGS) {
            typeErrors.add(new FieldError("FieldValueTypeInvalid", path.strict(), message));
        }
    }

    /** An error that upstream reports instead of all earlier ones. */
    private void end(DecodePath path, String message) {
        typeErrors.addFirst(new FieldError("FieldValueTypeInvalid", path.strict(), message));
        ended = true;
    }
}
