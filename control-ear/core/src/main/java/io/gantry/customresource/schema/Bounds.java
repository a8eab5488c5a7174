package io.gantry.customresource.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.gantry.object.Nodes;
import io.gantry.regex.Regex;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a value must hold beside its type (OpenAPI 3.0, "Schema Object").
 *
 * @param pattern found in linear time (RE2), as upstream does
 */
public record Bounds(
        List<JsonNode> allowed,
        Optional<Pattern> pattern,
        Optional<BigDecimal> minimum,
        boolean exclusiveMinimum,
        Optional<BigDecimal> maximum,
        boolean exclusiveMaximum,
        Optional<BigDecimal> multipleOf,
        Optional<Long> minLength,
        Optional<Long> maxLength,
        Optional<Long> minItems,
        Optional<Long> maxItems,
        Optional<Long> minProperties,
        Optional<Long> maxProperties,
        List<String> required) {

    static Bounds read(JsonNode schema) {
        List<JsonNode> allowed = new ArrayList<>();
        schema.path("enum").forEach(allowed::add);
        return new Bounds(
                List.copyOf(allowed),
                Optional.of(Nodes.text(schema, "pattern"))
                        .filter(text -> !text.isEmpty())
                        .map(Bounds::compile),
                decimal(schema, "minimum"),
                schema.path("exclusiveMinimum").asBoolean(),
                decimal(schema, "maximum"),
                schema.path("exclusiveMaximum").asBoolean(),
                decimal(schema, "multipleOf"),
                number(schema, "minLength"),
                number(schema, "maxLength"),
                number(schema, "minItems"),
                number(schema, "maxItems"),
                number(schema, "minProperties"),
                number(schema, "maxProperties"),
                Nodes.texts(schema, "required"));
    }

    /** Throws {@link PatternSyntaxException}. */
    public static Pattern compile(String pattern) {
        return Regex.compile(pattern);
    }

    private static Optional<BigDecimal> decimal(JsonNode schema, String field) {
        return schema.path(field).isNumber() ? Optional.of(schema.path(field).decimalValue()) : Optional.empty();
    }

    private static Optional<Long> number(JsonNode schema, String field) {
        return schema.path(field).isNumber() ? Optional.of(schema.path(field).longValue()) : Optional.empty();
    }
}
