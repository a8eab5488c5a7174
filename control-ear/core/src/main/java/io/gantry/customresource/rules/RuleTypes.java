package io.gantry.customresource.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.types.SimpleType;
import io.gantry.cel.DeclaredType;
import io.gantry.cel.DeclaredType.Conversion;
import io.gantry.cel.Limits;
import io.gantry.customresource.schema.Bounds;
import io.gantry.customresource.schema.ValueSchema;
import io.gantry.customresource.schema.ValueSchema.Additional;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The schema of a custom resource as rules see it (apiserver, pkg/cel/common/schemas.go). */
final class RuleTypes {

    private static final long LONGEST = Limits.REQUEST_BYTES - 2;
    private static final int LONGEST_TIME = 32;
    private static final int DATE = 12;
    private static final int SHORTEST_TIME = 21;
    private static final int SHORTEST_DURATION = 3;

    private static final DeclaredType NAME = DeclaredType.sized(SimpleType.STRING, Conversion.AS_IT_IS, LONGEST, 2);

    /** No name of a variable: a path that names a type is no path of fields. */
    static final String ROOT = "selfType";

    private RuleTypes() {}

    /** The type of a whole resource. */
    static Optional<DeclaredType> ofResource(ValueSchema schema, String name) {
        return of(schema, name, schema.extensions().embedded() || name.equals(ROOT));
    }

    /** Empty for values that rules do not see, since their schema does not say what they are. */
    private static Optional<DeclaredType> of(ValueSchema schema, String name, boolean resource) {
        if (schema.extensions().intOrString()) {
            long longest = schema.bounds().maxLength().map(RuleTypes::bytes).orElse(LONGEST);
            return Optional.of(DeclaredType.sized(SimpleType.DYN, Conversion.AS_IT_IS, longest, 1));
        }
        String type = schema.types().stream().findFirst().orElse(resource ? "object" : "");
        return switch (type) {
            case "array" -> list(schema, name);
            case "object" -> object(schema, name, resource);
            case "string" -> Optional.of(text(schema));
            case "boolean" -> Optional.of(DeclaredType.BOOL);
            case "number" -> Optional.of(DeclaredType.DOUBLE);
            case "integer" -> Optional.of(DeclaredType.INT);
            default -> Optional.empty();
        };
    }

    private static Optional<DeclaredType> child(ValueSchema schema, String name) {
        return of(schema, name, schema.extensions().embedded());
    }

    private static Optional<DeclaredType> list(ValueSchema schema, String name) {
        return schema.items()
                .flatMap(items -> child(items, name + ".@idx"))
                .map(item -> DeclaredType.list(
                        item,
                        schema.bounds()
                                .maxItems()
                                .map(max -> Math.max(0, max))
                                .orElse(LONGEST / (item.minSize() + 1))));
    }

    private static Optional<DeclaredType> object(ValueSchema schema, String name, boolean resource) {
        if (schema.additional() instanceof Additional.Values values) {
            return child(values.schema(), name + ".@elem")
                    .map(value -> DeclaredType.map(
                            value,
                            schema.bounds()
                                    .maxProperties()
                                    .map(max -> Math.max(0, max))
                                    .orElse(LONGEST / (value.minSize() + 6))));
        }
        Map<String, DeclaredType> fields = new LinkedHashMap<>();
        long smallest = 2;
        for (Map.Entry<String, ValueSchema> entry : schema.properties().entrySet()) {
            String field = entry.getKey();
            ValueSchema property = entry.getValue();
            Optional<DeclaredType> type = child(property, name + "." + field);
            type.ifPresent(found -> fields.put(field, found));
            boolean needed = schema.bounds().required().contains(field)
                    && property.defaultValue().isEmpty();
            if (needed && type.isPresent()) {
                smallest += field.length() + type.get().minSize() + 4;
            }
        }
        if (resource && !describesResource(schema)) {
            fields.put("kind", NAME);
            fields.put("apiVersion", NAME);
            fields.put(
                    "metadata", DeclaredType.object(name + ".metadata", Map.of("name", NAME, "generateName", NAME), 2));
        }
        return Optional.of(DeclaredType.object(name, fields, smallest));
    }

    /** Whether a schema says itself what every resource has; rules then see its metadata as it says. */
    private static boolean describesResource(ValueSchema schema) {
        Optional<ValueSchema> metadata =
                property(schema, "metadata").filter(found -> found.types().contains("object"));
        return isText(schema, "kind")
                && isText(schema, "apiVersion")
                && metadata.filter(found -> isText(found, "name") && isText(found, "generateName"))
                        .isPresent();
    }

    private static Optional<ValueSchema> property(ValueSchema schema, String name) {
        return Optional.ofNullable(schema.properties().get(name));
    }

    private static boolean isText(ValueSchema schema, String name) {
        return property(schema, name)
                .filter(found -> found.types().contains("string"))
                .isPresent();
    }

    private static DeclaredType text(ValueSchema schema) {
        Bounds bounds = schema.bounds();
        return switch (schema.format()) {
            case "byte" ->
                DeclaredType.sized(
                        SimpleType.BYTES, Conversion.BYTES, bounds.maxLength().orElse(LONGEST), 2);
            case "duration" ->
                DeclaredType.sized(SimpleType.DURATION, Conversion.DURATION, LONGEST_TIME, SHORTEST_DURATION);
            case "date" -> DeclaredType.sized(SimpleType.TIMESTAMP, Conversion.DATE, DATE, DATE);
            case "date-time" ->
                DeclaredType.sized(SimpleType.TIMESTAMP, Conversion.DATE_TIME, LONGEST_TIME, SHORTEST_TIME);
            default -> DeclaredType.sized(SimpleType.STRING, Conversion.AS_IT_IS, longest(bounds), 2);
        };
    }

    private static long longest(Bounds bounds) {
        if (bounds.maxLength().isPresent()) {
            return bytes(bounds.maxLength().get());
        }
        return bounds.allowed().isEmpty()
                ? LONGEST
                : bounds.allowed().stream()
                        .filter(JsonNode::isTextual)
                        .mapToLong(text -> text.textValue().length())
                        .max()
                        .orElse(0);
    }

    /** A limit counts characters; each may need four bytes. */
    private static long bytes(long characters) {
        return Math.max(0, characters) * 4;
    }
}
