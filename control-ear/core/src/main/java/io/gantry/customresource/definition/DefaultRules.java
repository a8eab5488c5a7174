package io.gantry.customresource.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.customresource.schema.EmbeddedResources;
import io.gantry.customresource.schema.Pruning;
import io.gantry.customresource.schema.SchemaReader;
import io.gantry.customresource.schema.ValueChecker;
import io.gantry.customresource.schema.ValueSchema;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import java.util.List;

/** A default fits its own schema. */
final class DefaultRules {

    private DefaultRules() {}

    /**
     * Checks all defaults of a schema.
     *
     * @param schema one that is sound otherwise
     */
    static void check(Field schema) {
        Field given = schema.at("default");
        if (given.isSet()) {
            one(given, SchemaReader.read(schema.value()));
        }
        schema.at("properties").entries().forEach(DefaultRules::check);
        for (String child : List.of("items", "additionalProperties")) {
            if (schema.at(child).value().isObject()) {
                check(schema.at(child));
            }
        }
    }

    private static void one(Field given, ValueSchema schema) {
        if (losesFields(given.value(), schema)) {
            given.invalid("must not have unknown fields");
        }
        ValueChecker.check(schema, given.value(), given.path(), given.errors());
        FieldErrors embedded = new FieldErrors();
        EmbeddedResources.check(schema, given.value(), embedded);
        embedded.list()
                .forEach(error -> given.errors().add(error.reason(), given.path() + error.field(), error.message()));
    }

    private static boolean losesFields(JsonNode value, ValueSchema schema) {
        return !Pruning.pruneValue(schema, value.deepCopy()).isEmpty();
    }
}
