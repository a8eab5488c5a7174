package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One field of an object.
 *
 * @param name as in JSON
 * @param schema of its value
 * @param description for people, may be empty
 * @param required whether upstream's OpenAPI lists it as required
 * @param patch how strategic merge patch treats it
 * @param defaultValue what an absent field means to upstream's schema, if it says so; never to be changed
 * @param goType the type upstream's decoder names in errors where it does not follow from the schema (for example
 *     {@code v1.RestartPolicy}), else empty
 * @param zero what an empty text, 0 or false says in it
 */
public record Field(
        String name,
        Schema schema,
        String description,
        boolean required,
        PatchStrategy patch,
        Optional<JsonNode> defaultValue,
        String goType,
        ZeroValue zero) {

    /** A field in which zero is a value like any other. */
    public Field(
            String name,
            Schema schema,
            String description,
            boolean required,
            PatchStrategy patch,
            Optional<JsonNode> defaultValue,
            String goType) {
        this(name, schema, description, required, patch, defaultValue, goType, ZeroValue.MEANT);
    }

    /** Whether an empty list or map is written all the same, as upstream's encoder writes it. */
    public boolean isWrittenWhenEmpty() {
        return zero == ZeroValue.WRITTEN;
    }

    /** Whether this value is no more than the field's absence. */
    boolean isAbsence(JsonNode value) {
        return value.isNull() || (zero != ZeroValue.MEANT && schema.isZero(value));
    }
}
