package io.gantry.customresource.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.status.FieldErrors.FieldError;
import java.math.BigDecimal;
import java.util.Optional;

/** Checks texts and numbers. */
record ScalarChecker(ValueSchema schema, ValueChecker errors) {

    /** Upstream says the first thing that is wrong about a text, and what is wrong of its format. */
    void text(String text, String path, Verdict verdict) {
        tooLong(text, path)
                .or(() -> tooShort(text, path))
                .or(() -> mismatch(text, path))
                .ifPresent(verdict::add);
        if (!schema.format().isEmpty() && !Formats.fits(schema.format(), text)) {
            verdict.add(errors.typeError(path, schema.format(), text));
        }
    }

    private Optional<FieldError> tooLong(String text, String path) {
        return schema.bounds()
                .maxLength()
                .filter(max -> length(text) > max)
                .map(max -> new FieldError(
                        "FieldValueTooLong", errors.field(path), "Too long: may not be more than " + max + " bytes"));
    }

    private Optional<FieldError> tooShort(String text, String path) {
        return schema.bounds()
                .minLength()
                .filter(min -> length(text) < min)
                .map(min ->
                        errors.invalid(path, ValueChecker.quoted(text), "should be at least " + min + " chars long"));
    }

    private Optional<FieldError> mismatch(String text, String path) {
        return schema.bounds()
                .pattern()
                .filter(pattern -> !pattern.matcher(text).find())
                .map(pattern ->
                        errors.invalid(path, ValueChecker.quoted(text), "should match '" + pattern.pattern() + "'"));
    }

    private static long length(String text) {
        return text.codePointCount(0, text.length());
    }

    void number(JsonNode value, String path, Verdict verdict) {
        range(value, path, verdict);
        Bounds bounds = schema.bounds();
        BigDecimal number = value.decimalValue();
        String shown = value.toString();
        bounds.multipleOf()
                .filter(factor -> factor.signum() != 0 && !isMultiple(number, factor))
                .ifPresent(factor -> verdict.add(
                        errors.invalid(path, shown, "should be a multiple of " + ValueChecker.plain(factor))));
        bounds.maximum()
                .filter(max -> number.compareTo(max) > (bounds.exclusiveMaximum() ? -1 : 0))
                .ifPresent(max -> verdict.add(errors.invalid(
                        path,
                        shown,
                        (bounds.exclusiveMaximum() ? "should be less than " : "should be less than or equal to ")
                                + ValueChecker.plain(max))));
        bounds.minimum()
                .filter(min -> number.compareTo(min) < (bounds.exclusiveMinimum() ? 1 : 0))
                .ifPresent(min -> verdict.add(errors.invalid(
                        path,
                        shown,
                        (bounds.exclusiveMinimum() ? "should be greater than " : "should be greater than or equal to ")
                                + ValueChecker.plain(min))));
    }

    /** Numbers beyond what a double holds are no multiples: to divide them exactly could take for ever. */
    private static boolean isMultiple(BigDecimal number, BigDecimal factor) {
        boolean bounded = Math.abs(number.scale()) <= ValueChecker.MAX_SCALE
                && Math.abs(factor.scale()) <= ValueChecker.MAX_SCALE;
        return bounded && number.remainder(factor).signum() == 0;
    }

    private void range(JsonNode value, String path, Verdict verdict) {
        boolean fits = switch (schema.format()) {
            case "int32" ->
                value.decimalValue().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0
                        && value.decimalValue().compareTo(BigDecimal.valueOf(Integer.MIN_VALUE)) >= 0;
            case "int64" ->
                value.decimalValue().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                        && value.decimalValue().compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0;
            default -> true;
        };
        if (!fits) {
            String type = String.join(",", schema.types());
            verdict.add(errors.whole(
                    "Checked value must be of type " + type + " with format " + schema.format() + " in " + path));
        }
    }
}
