package io.gantry.protobuf;

import io.gantry.schema.Schemas;

/** Messages whose fields JSON has among those of the message around them: those that the JSON type has no field for. */
final class InlineFields {

    private InlineFields() {}

    static boolean contains(String type, String field) {
        return Schemas.builtIn()
                .find(type)
                .map(schema -> schema.field(field).isEmpty())
                .orElse(false);
    }
}
