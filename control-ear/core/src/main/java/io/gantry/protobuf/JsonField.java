package io.gantry.protobuf;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.Schemas;
import io.gantry.schema.ZeroValue;
import io.gantry.schema.ZeroValues;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a message's field is in JSON; found out once for each.
 *
 * @param inline a message whose fields JSON has among those of the message around it: the JSON type has no field for it
 * @param tellsZero its zero value is something else than its absence
 */
record JsonField(String name, boolean inline, boolean tellsZero) {

    private static final Map<FieldDescriptor, JsonField> FIELDS = new ConcurrentHashMap<>();

    static JsonField of(FieldDescriptor field) {
        JsonField known = FIELDS.get(field);
        return known == null ? FIELDS.computeIfAbsent(field, JsonField::find) : known;
    }

    private static JsonField find(FieldDescriptor field) {
        String type = MessageTree.typeName(field.getContainingType());
        Optional<ObjectSchema> schema = Schemas.builtIn().find(type);
        String name = schema.map(known -> FieldNames.in(known, field.getName())).orElse(field.getName());
        return new JsonField(
                name,
                isMessage(field)
                        && schema.isPresent()
                        && schema.get().field(name).isEmpty(),
                ZeroValues.of(type, field.getName()) == ZeroValue.MEANT);
    }

    private static boolean isMessage(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isRepeated();
    }
}
