package io.gantry.controller.validatingadmissionpolicystatus;

import dev.cel.common.types.SimpleType;
import io.gantry.cel.DeclaredType;
import io.gantry.cel.DeclaredType.Conversion;
import io.gantry.resource.DeclaredSchema;
import io.gantry.resource.ResourceDefinition;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.Schema;
import io.gantry.schema.Schemas;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The type of a resource's objects, as the expressions of policies are checked against it. */
final class SchemaTypes {

    private final Map<String, DeclaredType> known = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    private SchemaTypes() {}

    /** Empty for resources whose objects may be anything. */
    static Optional<DeclaredType> of(ResourceDefinition definition) {
        Optional<ObjectSchema> schema = definition
                .strategy()
                .declaredSchema()
                .map(DeclaredSchema::structure)
                .or(() -> Schemas.builtIn().find(definition.schemaName()));
        return schema.map(found -> new SchemaTypes().object(found, definition.kind() + "Object"));
    }

    private DeclaredType type(Schema schema, String path) {
        return switch (schema) {
            case ObjectSchema object -> object(object, object.name().isEmpty() ? path : object.name());
            case Schema.MapSchema map -> DeclaredType.map(type(map.values(), path + ".@elem"), 0);
            case Schema.ListSchema list -> DeclaredType.list(type(list.items(), path + ".@idx"), 0);
            case Schema.StringSchema text -> text(text);
            case Schema.IntegerSchema number -> DeclaredType.INT;
            case Schema.NumberSchema number -> DeclaredType.DOUBLE;
            case Schema.BooleanSchema bool -> DeclaredType.BOOL;
            case Schema.DateTimeSchema time -> DeclaredType.sized(SimpleType.TIMESTAMP, Conversion.DATE_TIME, 32, 21);
            case Schema.IntOrStringSchema either -> DeclaredType.ANY;
            case Schema.QuantitySchema quantity -> DeclaredType.ANY;
            case Schema.AnySchema any -> DeclaredType.ANY;
        };
    }

    private static DeclaredType text(Schema.StringSchema schema) {
        return schema.format().equals("byte")
                ? DeclaredType.sized(SimpleType.BYTES, Conversion.BYTES, 0, 2)
                : DeclaredType.sized(SimpleType.STRING, Conversion.AS_IT_IS, 0, 2);
    }

    /** A type that holds itself is anything from there on. */
    private DeclaredType object(ObjectSchema schema, String name) {
        DeclaredType before = known.get(name);
        if (before != null) {
            return before;
        }
        if (!open.add(name)) {
            return DeclaredType.ANY;
        }
        Map<String, DeclaredType> fields = new LinkedHashMap<>();
        schema.fields().forEach((field, found) -> fields.put(field, type(found.schema(), name + "." + field)));
        open.remove(name);
        DeclaredType type = DeclaredType.object(name, fields, 2);
        known.put(name, type);
        return type;
    }
}
