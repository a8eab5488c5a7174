package io.gantry.customresource.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gantry.customresource.schema.ValueSchema.Additional;
import io.gantry.object.JsonEquality;
import io.gantry.status.FieldErrors;
import io.gantry.status.FieldErrors.FieldError;
import io.gantry.status.Quoted;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Checks a value against the schema of a custom resource, in the words of upstream's validator (kube-openapi, pkg/validation). On an
 * update a part that has not changed is not judged again (KEP-4008), so that a stricter schema does not lock old objects.
 */
public final class ValueChecker {

    /** The exponents of a double. */
    private static final BigDecimal LARGEST_WHOLE = BigDecimal.valueOf((1L << 53) - 1);

    static final int MAX_SCALE = 400;

    private static final JsonNode NOTHING_BEFORE = MissingNode.getInstance();

    private final String root;

    private ValueChecker(String root) {
        this.root = root;
    }

    /**
     * Checks a value.
     *
     * @param root the path of the value, empty for a whole object
     * @param old the value before, missing for none
     */
    public static void check(ValueSchema schema, JsonNode value, JsonNode old, String root, FieldErrors errors) {
        new ValueChecker(root)
                .value(schema, value, old, "")
                .errors()
                .forEach(error -> errors.add(error.reason(), error.field(), error.message()));
    }

    /** Checks a new value. */
    public static void check(ValueSchema schema, JsonNode value, String root, FieldErrors errors) {
        check(schema, value, NOTHING_BEFORE, root, errors);
    }

    private Verdict value(ValueSchema schema, JsonNode value, JsonNode old, String path) {
        Verdict verdict = new Verdict();
        if (!old.isMissingNode() && JsonEquality.same(value, old)) {
            verdict.matched();
            return verdict;
        }
        if (value.isNull()) {
            if (!schema.types().isEmpty() && !schema.nullable()) {
                verdict.add(wrongType(schema, path, "null"));
            } else {
                allowed(schema, value, path, verdict);
            }
            return verdict;
        }
        verdict.matched();
        type(schema, value, path, verdict);
        alternatives(schema, value, old, path, verdict);
        switch (value.getNodeType()) {
            case STRING -> new ScalarChecker(schema, this).text(value.textValue(), path, verdict);
            case NUMBER -> new ScalarChecker(schema, this).number(value, path, verdict);
            case ARRAY -> array(schema, value, old, path, verdict);
            default -> {
                // objects follow what is allowed, booleans have nothing more
            }
        }
        allowed(schema, value, path, verdict);
        if (value.isObject()) {
            object(schema, value, old, path, verdict);
        }
        return verdict;
    }

    private void type(ValueSchema schema, JsonNode value, String path, Verdict verdict) {
        String type = typeOf(value);
        boolean fits = schema.types().isEmpty()
                || schema.types().contains(type)
                || (type.equals("integer") && schema.types().contains("number"))
                || (type.equals("number") && schema.types().contains("integer") && isWhole(value));
        if (fits) {
            verdict.matched();
        } else if (!schema.format().isEmpty() && !value.isTextual() && !value.isArray()) {
            verdict.add(typeError(path, schema.format(), formatOf(value)));
        } else {
            verdict.add(wrongType(schema, path, type));
        }
    }

    /** What a double holds exactly. */
    private static boolean isWhole(JsonNode value) {
        BigDecimal number = value.decimalValue().stripTrailingZeros();
        return number.scale() <= 0 && number.abs().compareTo(LARGEST_WHOLE) <= 0;
    }

    private static String formatOf(JsonNode value) {
        if (!value.isNumber()) {
            return "";
        }
        return typeOf(value).equals("integer") ? "int64" : "double";
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> value.isIntegralNumber() && value.canConvertToLong() ? "integer" : "number";
            case BOOLEAN -> "boolean";
            case ARRAY -> "array";
            case NULL -> "null";
            default -> "object";
        };
    }

    private FieldError wrongType(ValueSchema schema, String path, String type) {
        String wanted = String.join(",", new TreeSet<>(schema.types()));
        return typeError(path, wanted, type);
    }

    FieldError typeError(String path, String wanted, String shown) {
        String quoted = quoted(shown);
        return new FieldError(
                "FieldValueTypeInvalid",
                field(path),
                "Invalid value: " + quoted + ": " + path + " in body must be of type " + wanted + ": " + quoted);
    }

    private void alternatives(ValueSchema schema, JsonNode value, JsonNode old, String path, Verdict verdict) {
        if (schema.alternatives().isEmpty()) {
            return;
        }
        anyOf(schema.alternatives().anyOf(), value, old, path, verdict);
        oneOf(schema.alternatives().oneOf(), value, old, path, verdict);
        allOf(schema.alternatives().allOf(), value, old, path, verdict);
        schema.alternatives().not().ifPresent(not -> {
            if (value(not, value, NOTHING_BEFORE, path).isValid()) {
                verdict.add(whole(quoted(path) + " must not validate the schema (not)"));
            }
        });
    }

    private void anyOf(List<ValueSchema> schemas, JsonNode value, JsonNode old, String path, Verdict verdict) {
        Optional<Verdict> best = Optional.empty();
        for (ValueSchema schema : schemas) {
            Verdict one = value(schema, value, old, path);
            if (one.isValid()) {
                verdict.merge(one);
                return;
            }
            if (best.isEmpty() || one.fitsBetterThan(best.get())) {
                best = Optional.of(one);
            }
        }
        best.ifPresent(failures -> {
            verdict.add(whole(quoted(path) + " must validate at least one schema (anyOf)"));
            verdict.merge(failures);
        });
    }

    private void oneOf(List<ValueSchema> schemas, JsonNode value, JsonNode old, String path, Verdict verdict) {
        if (schemas.isEmpty()) {
            return;
        }
        List<Verdict> all =
                schemas.stream().map(schema -> value(schema, value, old, path)).toList();
        long valid = all.stream().filter(Verdict::isValid).count();
        if (valid == 1) {
            return;
        }
        String found = valid == 0 ? "Found none valid" : "Found " + valid + " valid alternatives";
        verdict.add(whole(quoted(path) + " must validate one and only one schema (oneOf). " + found));
        if (valid == 0) {
            verdict.merge(all.stream()
                    .reduce((best, next) -> next.fitsBetterThan(best) ? next : best)
                    .orElseThrow());
        }
    }

    private void allOf(List<ValueSchema> schemas, JsonNode value, JsonNode old, String path, Verdict verdict) {
        int valid = 0;
        for (ValueSchema schema : schemas) {
            Verdict one = value(schema, value, old, path);
            valid += one.isValid() ? 1 : 0;
            verdict.merge(one);
        }
        if (valid < schemas.size()) {
            String none = valid == 0 ? ". None validated" : "";
            verdict.add(whole(quoted(path) + " must validate all the schemas (allOf)" + none));
        }
    }

    private void array(ValueSchema schema, JsonNode array, JsonNode old, String path, Verdict verdict) {
        schema.items().ifPresent(items -> {
            Map<JsonNode, JsonNode> before = Correlation.byKeys(schema, old);
            for (int i = 0; i < array.size(); i++) {
                JsonNode previous = before.getOrDefault(Correlation.key(schema, array.get(i)), NOTHING_BEFORE);
                verdict.merge(value(items, array.get(i), previous, path + "[" + i + "]"));
            }
        });
        long size = array.size();
        schema.bounds()
                .minItems()
                .filter(min -> size < min)
                .ifPresent(min ->
                        verdict.add(invalid(path, Long.toString(size), "should have at least " + min + " items")));
        schema.bounds().maxItems().filter(max -> size > max).ifPresent(max -> verdict.add(tooMany(path, size, max)));
    }

    private void object(ValueSchema schema, JsonNode object, JsonNode old, String path, Verdict verdict) {
        long size = object.size();
        schema.bounds()
                .minProperties()
                .filter(min -> size < min)
                .ifPresent(min ->
                        verdict.add(invalid(path, Long.toString(size), "should have at least " + min + " properties")));
        schema.bounds()
                .maxProperties()
                .filter(max -> size > max)
                .ifPresent(max -> verdict.add(tooMany(path, size, max)));
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String key = entry.getKey();
            if (schema.properties().containsKey(key)) {
                continue;
            }
            if (schema.additional() instanceof Additional.Refused) {
                String message = path + "." + key + " in body is a forbidden property";
                verdict.add(new FieldError(
                        "FieldValueInvalid", field(path), "Invalid value: " + quoted(key) + ": " + message));
            }
            schema.additionalSchema()
                    .ifPresent(
                            values -> verdict.merge(value(values, entry.getValue(), old.path(key), path + "." + key)));
        }
        schema.properties().forEach((name, property) -> {
            if (object.has(name)) {
                verdict.merge(
                        value(property, object.get(name), old.path(name), path.isEmpty() ? name : path + "." + name));
            }
        });
        schema.bounds().required().stream()
                .filter(name -> !object.has(name))
                .forEach(name ->
                        verdict.add(new FieldError("FieldValueRequired", field(path + "." + name), "Required value")));
    }

    private void allowed(ValueSchema schema, JsonNode value, String path, Verdict verdict) {
        List<JsonNode> allowed = schema.bounds().allowed();
        if (allowed.isEmpty() || allowed.stream().anyMatch(one -> JsonEquality.same(one, value))) {
            return;
        }
        List<String> shown = allowed.stream()
                .map(one -> quoted(one.isTextual() ? one.textValue() : one.toString()))
                .toList();
        verdict.add(new FieldError(
                "FieldValueNotSupported",
                field(path),
                "Unsupported value: " + shown(value) + ": supported values: " + String.join(", ", shown)));
    }

    FieldError invalid(String path, String shown, String what) {
        return new FieldError(
                "FieldValueInvalid", field(path), "Invalid value: " + shown + ": " + path + " in body " + what);
    }

    private FieldError tooMany(String path, long size, long max) {
        return new FieldError("FieldValueTooMany", field(path), FieldErrors.tooMany(size, max));
    }

    /** An error of several schemas together names no field, as upstream's does not. */
    FieldError whole(String message) {
        return new FieldError("FieldValueInvalid", root.isEmpty() ? "<nil>" : root, "Invalid value: \"\": " + message);
    }

    String field(String path) {
        String relative = path.startsWith(".") ? path.substring(1) : path;
        if (relative.isEmpty()) {
            return root.isEmpty() ? "<nil>" : root;
        }
        return root.isEmpty() ? relative : root + "." + relative;
    }

    static String shown(JsonNode value) {
        return value.isTextual() ? quoted(value.textValue()) : value.toString();
    }

    static String quoted(String text) {
        return Quoted.of(text);
    }

    /** 1, not 1.0 or 1E+1. */
    static String plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return Math.abs(stripped.scale()) > MAX_SCALE ? stripped.toString() : stripped.toPlainString();
    }
}
