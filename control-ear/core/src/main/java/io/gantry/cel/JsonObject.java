package io.gantry.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.Immutable;
import dev.cel.common.types.CelType;
import dev.cel.common.values.CelValue;
import dev.cel.common.values.SelectableValue;
import io.gantry.cel.DeclaredType.Conversion;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON object as a value of CEL, read as far as an expression looks. Being a value already, CEL's runtime never walks through it.
 * Belongs to one evaluation, though CEL's type says that it is immutable: what it remembers only saves work.
 */
@Immutable
@SuppressWarnings("Immutable")
final class JsonObject extends CelValue implements Map<String, Object>, SelectableValue<String> {

    private final ObjectNode json;
    private final DeclaredType type;
    private final Map<String, Object> read = new HashMap<>();

    JsonObject(ObjectNode json, DeclaredType type) {
        this.json = json;
        this.type = type;
    }

    ObjectNode json() {
        return json;
    }

    @Override
    public Object get(Object key) {
        return key instanceof String name ? find(name).orElse(null) : null;
    }

    @Override
    public Optional<Object> find(String name) {
        Object known = read.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Object> found = lookUp(name);
        found.ifPresent(value -> read.put(name, value));
        return found;
    }

    private Optional<Object> lookUp(String name) {
        if (type.conversion() == Conversion.OBJECT) {
            // a null field of an object is an absent one; a null value of a map is a value
            return type.field(name)
                    .filter(field -> json.hasNonNull(field.jsonName()))
                    .map(field -> JsonValues.of(json.get(field.jsonName()), field.type()));
        }
        JsonNode value = json.get(name);
        return value == null
                ? Optional.empty()
                : Optional.of(JsonValues.of(value, type.element().orElse(DeclaredType.ANY)));
    }

    @Override
    public Object select(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no such key: " + name));
    }

    @Override
    public boolean containsKey(Object key) {
        return key instanceof String name && find(name).isPresent();
    }

    private Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        if (type.conversion() == Conversion.OBJECT) {
            type.fields().keySet().forEach(name -> find(name).ifPresent(value -> all.put(name, value)));
        } else {
            json.fieldNames().forEachRemaining(name -> all.put(name, select(name)));
        }
        return all;
    }

    @Override
    public int size() {
        return type.conversion() == Conversion.OBJECT ? all().size() : json.size();
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return all().entrySet();
    }

    @Override
    public Set<String> keySet() {
        return all().keySet();
    }

    @Override
    public Collection<Object> values() {
        return all().values();
    }

    @Override
    public boolean containsValue(Object value) {
        return all().containsValue(value);
    }

    @Override
    public Object put(String key, Object value) {
        throw readOnly();
    }

    @Override
    public Object remove(Object key) {
        throw readOnly();
    }

    @Override
    public void putAll(Map<? extends String, ?> map) {
        throw readOnly();
    }

    @Override
    public void clear() {
        throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("expressions read objects and never change them");
    }

    @Override
    public boolean equals(Object other) {
        return other == this || (other instanceof Map<?, ?> map && all().equals(new LinkedHashMap<>(map)));
    }

    @Override
    public int hashCode() {
        return all().hashCode();
    }

    @Override
    public String toString() {
        return new AbstractMap<String, Object>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                return all().entrySet();
            }
        }.toString();
    }

    @Override
    public Object value() {
        return this;
    }

    @Override
    public boolean isZeroValue() {
        return isEmpty();
    }

    @Override
    public CelType celType() {
        return type.conversion() == Conversion.AS_IT_IS
                ? DeclaredType.map(DeclaredType.ANY, 0).cel()
                : type.cel();
    }
}
