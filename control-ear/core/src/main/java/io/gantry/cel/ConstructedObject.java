package io.gantry.cel;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.values.StructValue;
import java.util.Map;
import java.util.Optional;

/** What {@code Object{...}} and {@code JSONPatch{...}} make: the parts of an object that a policy wants. */
@Immutable
@SuppressWarnings("Immutable")
public final class ConstructedObject extends StructValue<String, ConstructedObject> {

    private final String typeName;
    private final Map<String, Object> fields;

    ConstructedObject(String typeName, Map<String, Object> fields) {
        this.typeName = typeName;
        this.fields = Map.copyOf(fields);
    }

    public Map<String, Object> fields() {
        return fields;
    }

    /** What is wrong about the names of types: the one at {@code spec.template} must be {@code Object.spec.template}. */
    public Optional<String> misnamed() {
        return misnamed(Constructions.OBJECT);
    }

    private Optional<String> misnamed(String expected) {
        if (!typeName.equals(expected)) {
            return Optional.of("unexpected type name \"" + typeName + "\", expected \"" + expected
                    + "\", which matches field name path from root Object type");
        }
        return fields.entrySet().stream()
                .flatMap(field -> misnamed(field.getValue(), expected + "." + field.getKey()).stream())
                .findFirst();
    }

    private static Optional<String> misnamed(Object value, String expected) {
        return switch (value) {
            case ConstructedObject object -> object.misnamed(expected);
            case java.util.List<?> list ->
                list.stream().flatMap(item -> misnamed(item, expected).stream()).findFirst();
            default -> Optional.empty();
        };
    }

    @Override
    public Object select(String field) {
        return find(field).orElseThrow(() -> new IllegalArgumentException("no such key: " + field));
    }

    @Override
    public Optional<Object> find(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    @Override
    public ConstructedObject value() {
        return this;
    }

    @Override
    public boolean isZeroValue() {
        return fields.isEmpty();
    }

    @Override
    public CelType celType() {
        return StructTypeReference.create(typeName);
    }
}
