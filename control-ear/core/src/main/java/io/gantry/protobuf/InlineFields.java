package io.gantry.protobuf;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.gantry.schema.Schemas;

/** Messages whose fields JSON has among those of the message around them: those that the JSON type has no field for. */
final class InlineFields {

    private InlineFields() {}

    static boolean contains(FieldDescriptor field) {
        return Schemas.builtIn()
                .find(MessageTree.typeName(field.getContainingType()))
                .map(schema -> schema.field(FieldNames.of(field)).isEmpty())
                .orElse(false);
    }
}
