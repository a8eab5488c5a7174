package io.gantry.status;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with an object, in the words of upstream's {@code field.Error}. */
public final class FieldErrors {

    /** One cause of a Status of reason Invalid. */
    public record FieldError(String reason, String field, String message) {}

    private final List<FieldError> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** {@code spec.x: Required value: detail}. */
    public void required(String field, String detail) {
        add("FieldValueRequired", field, "Required value" + suffix(detail));
    }

    /**
     * {@code spec.x: Invalid value: value: detail}.
     *
     * @param value as shown: strings are quoted by this method, numbers and booleans are not; anything else is given as JSON text
     */
    public void invalid(String field, Object value, String detail) {
        add("FieldValueInvalid", field, "Invalid value: " + shown(value) + suffix(detail));
    }

    /** {@code spec.x: Invalid value: detail}: of values that are too large to be shown. */
    public void invalidUnshown(String field, String detail) {
        add("FieldValueInvalid", field, "Invalid value" + suffix(detail));
    }

    /** {@code spec.x: Unsupported value: "v": supported values: "a", "b"}. */
    public void notSupported(String field, Object value, List<String> supported) {
        String list =
                String.join(", ", supported.stream().map(FieldErrors::shown).toList());
        add("FieldValueNotSupported", field, "Unsupported value: " + shown(value) + ": supported values: " + list);
    }

    public void forbidden(String field, String detail) {
        add("FieldValueForbidden", field, "Forbidden" + suffix(detail));
    }

    public void duplicate(String field, Object value) {
        add("FieldValueDuplicate", field, "Duplicate value: " + shown(value));
    }

    public void notFound(String field, Object value) {
        add("FieldValueNotFound", field, "Not found: " + shown(value));
    }

    public void notFound(String field, Object value, String detail) {
        add("FieldValueNotFound", field, "Not found: " + shown(value) + suffix(detail));
    }

    public void tooLong(String field, int maxBytes) {
        add("FieldValueTooLong", field, "Too long: may not be more than " + maxBytes + " bytes");
    }

    public void tooMany(String field, int actual, int max) {
        add("FieldValueTooMany", field, tooMany(actual, max));
    }

    /** What is said of a list or a map with too many items. */
    public static String tooMany(long actual, long max) {
        return "Too many: " + actual + ": must have at most " + max + (max == 1 ? " item" : " items");
    }

    public void typeInvalid(String field, Object value, String detail) {
        add("FieldValueTypeInvalid", field, "Invalid value: " + shown(value) + suffix(detail));
    }

    public void add(String reason, String field, String message) {
        errors.add(new FieldError(reason, field, message));
    }

    /** What is wrong but was wrong before: the client learns of it though its write succeeds. */
    public void warn(FieldError error) {
        warnings.add(error.field() + ": " + error.message());
    }

    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    public boolean isEmpty() {
        return errors.isEmpty();
    }

    public List<FieldError> list() {
        return List.copyOf(errors);
    }

    private static String suffix(String detail) {
        return detail.isEmpty() ? "" : ": " + detail;
    }

    private static String shown(Object value) {
        return value instanceof String text ? Quoted.of(text) : String.valueOf(value);
    }
}
