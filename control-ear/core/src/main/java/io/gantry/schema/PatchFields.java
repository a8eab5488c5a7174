package io.gantry.schema;

import io.gantry.schema.Schema.AnySchema;
import io.gantry.schema.Schema.ListSchema;
import io.gantry.schema.Schema.MapSchema;
import java.util.Optional;

/** Finds the merge rules of what a patch touches. */
final class PatchFields {

    private PatchFields() {}

    /** The field of an object; entries of maps and of free JSON have no rules. */
    static Field of(Schema schema, String name) {
        return switch (schema) {
            case ObjectSchema object ->
                object.field(name).orElseThrow(() -> PatchErrors.unknownField(object.kind(), name));
            case MapSchema map -> plain(name, map.values());
            default -> plain(name, new AnySchema());
        };
    }

    /** The schema of a list's items. */
    static Schema items(Field field) {
        return field.schema() instanceof ListSchema list ? list.items() : new AnySchema();
    }

    private static Field plain(String name, Schema schema) {
        return new Field(name, schema, "", false, PatchStrategy.NONE, Optional.empty(), "");
    }
}
