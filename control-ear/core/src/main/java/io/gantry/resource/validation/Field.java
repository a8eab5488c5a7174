package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.gantry.status.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One field of an object under validation: where it is, what it holds, and where its errors go. Its path is written only when an
 * error needs it: a valid object has hundreds of fields and none.
 */
public final class Field {

    /** Where an element would have its place in the array. */
    private static final int NO_ELEMENT = -1;

    private final Optional<Field> parent;
    private final String name;
    private final int index;
    private final JsonNode value;
    private final FieldErrors errors;

    /**
     * A field that is not reached from another.
     *
     * @param path for example {@code spec.ports[0].name}
     * @param value missing when the field is absent
     * @param errors of the whole object
     */
    public Field(String path, JsonNode value, FieldErrors errors) {
        this(Optional.empty(), path, NO_ELEMENT, value, errors);
    }

    private Field(Optional<Field> parent, String name, int index, JsonNode value, FieldErrors errors) {
        this.parent = parent;
        this.name = name;
        this.index = index;
        this.value = value;
        this.errors = errors;
    }

    /** The whole object. */
    public static Field root(JsonNode object, FieldErrors errors) {
        return new Field("", object, errors);
    }

    /** Where the field is, for example {@code spec.ports[0].name}. */
    public String path() {
        if (parent.isEmpty()) {
            return name;
        }
        String before = parent.get().path();
        if (index != NO_ELEMENT) {
            return before + "[" + index + "]";
        }
        return before.isEmpty() ? name : before + "." + name;
    }

    /** What the field holds; missing when it is absent. */
    public JsonNode value() {
        return value;
    }

    /** The errors of the whole object. */
    public FieldErrors errors() {
        return errors;
    }

    public Field at(String name) {
        return new Field(Optional.of(this), name, NO_ELEMENT, value.path(name), errors);
    }

    /** The same place under another name, where upstream reports a field under a name it does not have. */
    public Field reportedAs(String otherPath) {
        return new Field(otherPath, value, errors);
    }

    /** An entry of a map: {@code limits[cpu]}. */
    public Field key(String key) {
        return new Field(path() + "[" + key + "]", value.path(key), errors);
    }

    /** The elements of an array, none when it is absent. */
    public List<Field> items() {
        if (!value.isArray() || value.isEmpty()) {
            return List.of();
        }
        List<Field> items = new ArrayList<>(value.size());
        Optional<Field> array = Optional.of(this);
        for (int i = 0; i < value.size(); i++) {
            items.add(new Field(array, "", i, value.path(i), errors));
        }
        return items;
    }

    /** The elements of the array at a name. */
    public List<Field> items(String name) {
        return at(name).items();
    }

    /** The entries of a map, none when it is absent. */
    public List<Field> entries() {
        List<Field> entries = new ArrayList<>();
        if (value.isObject()) {
            keys().forEach(key -> entries.add(key(key)));
        }
        return entries;
    }

    /** The keys of a map. */
    public List<String> keys() {
        return value.isEmpty()
                ? List.of()
                : value.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** Whether the field is there, be it empty. */
    public boolean isSet() {
        return !value.isMissingNode() && !value.isNull();
    }

    /** Whether the field is absent, or an empty text, list or map. */
    public boolean isEmpty() {
        return !isSet()
                || (value.isContainerNode()
                        ? value.isEmpty()
                        : value.isTextual() && value.textValue().isEmpty());
    }

    public String text() {
        return value.asText("");
    }

    public long number() {
        return value.asLong();
    }

    /** The name of the field itself, without its parents. */
    public String name() {
        String path = path();
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** The key of an entry of a map. */
    public String mapKey() {
        String path = path();
        return path.substring(path.indexOf('[', path.lastIndexOf("].") + 1) + 1, path.length() - 1);
    }

    public boolean isTrue() {
        return value.asBoolean();
    }

    public boolean is(String text) {
        return text().equals(text);
    }

    /** The texts of an array. */
    public List<String> texts() {
        return items().stream().map(Field::text).toList();
    }

    /** A value as error messages show it: bare text is quoted by {@link FieldErrors}, everything else is JSON. */
    private Object shown() {
        return value.isTextual() || !isSet() ? text() : value;
    }

    public void required(String detail) {
        errors.required(path(), detail);
    }

    /** Requires a text, list or map that is not empty; answers whether it is. */
    public boolean requireFilled() {
        if (isEmpty()) {
            required("");
        }
        return !isEmpty();
    }

    public void invalid(String detail) {
        errors.invalid(path(), shown(), detail);
    }

    /** An error that shows another value than the field's. */
    public void invalid(Object shown, String detail) {
        boolean absent = shown instanceof JsonNode node && node.isMissingNode();
        errors.invalid(path(), absent ? NullNode.instance : shown, detail);
    }

    /** One error for each message. */
    public void invalid(List<String> details) {
        details.forEach(this::invalid);
    }

    /** An error of a value that is too large to be shown. */
    public void invalidUnshown(String detail) {
        errors.invalidUnshown(path(), detail);
    }

    public void tooLong(int limit) {
        errors.tooLong(path(), limit);
    }

    /** Refuses a list with more elements than this. */
    public void limitItems(int limit) {
        if (value.size() > limit) {
            errors.tooMany(path(), value.size(), limit);
        }
    }

    public void forbidden(String detail) {
        errors.forbidden(path(), detail);
    }

    public void forbidIfSet(String detail) {
        if (isSet()) {
            forbidden(detail);
        }
    }

    public void duplicate() {
        errors.duplicate(path(), shown());
    }

    public void notFound() {
        errors.notFound(path(), shown());
    }

    public void notSupported(List<String> supported) {
        errors.notSupported(path(), shown(), supported);
    }

    /** Requires one of a closed set; an empty value is missing rather than unsupported. */
    public void requireOneOf(List<String> supported) {
        if (isEmpty()) {
            required("");
        } else {
            supportOnly(supported);
        }
    }

    /** Requires one of a closed set where an empty value is a value like any other. */
    public void requireSetTo(List<String> supported) {
        if (isSet()) {
            supportOnly(supported);
        } else {
            required("");
        }
    }

    /** Refuses a value that is set and not in a closed set. */
    public void supportOnly(List<String> supported) {
        if (isSet() && !supported.contains(text())) {
            notSupported(supported);
        }
    }

    public void requireNotNegative() {
        if (number() < 0) {
            invalid("must be greater than or equal to 0");
        }
    }

    public void requirePositive() {
        if (number() <= 0) {
            errors.invalid(path(), number(), "must be greater than zero");
        }
    }

    /** Refuses any change; what is absent and what is empty are the same. */
    public void requireUnchanged(JsonNode old) {
        if (SemanticEquality.same(value, old)) {
            return;
        }
        if (isSet() || old.isTextual()) {
            invalid("field is immutable");
        } else {
            invalid(NullNode.instance, "field is immutable");
        }
    }
}
