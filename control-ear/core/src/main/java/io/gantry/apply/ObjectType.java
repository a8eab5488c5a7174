package io.gantry.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gantry.object.Json;
import io.gantry.schema.Field;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.Schema.ListSchema;
import io.gantry.schema.Schema.MapSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** An object with named fields, or a map: both are JSON objects. Fields are typed when first asked for, as types may be nested. */
public final class ObjectType implements ValueType {

    /**
     * A field.
     *
     * @param named whether the schema names it, as opposed to an entry of a map
     * @param absent what stands in its place when the object is there but the field is not; JSON's missing node for nothing
     */
    public record Member(ValueType type, boolean named, JsonNode absent) {

        /** The field of an object, or what stands in its place; null when there is neither, or no object. */
        JsonNode of(JsonNode object, String name) {
            JsonNode value = object.get(name);
            if (value != null || absent.isMissingNode() || !object.isObject()) {
                return value;
            }
            return absent;
        }
    }

    private final boolean atomic;
    private final boolean builtIn;
    private final Map<String, Field> fields;
    private final Optional<Member> others;
    private final List<String> embedded;
    private final ValueTypes types;
    private final Map<String, Member> members = new ConcurrentHashMap<>();
    private volatile List<String> neverAbsent;

    private ObjectType(
            boolean atomic,
            boolean builtIn,
            Map<String, Field> fields,
            Optional<ValueType> others,
            List<String> embedded,
            ValueTypes types) {
        this.atomic = atomic;
        this.builtIn = builtIn;
        this.fields = fields;
        this.others = others.map(type -> new Member(type, false, MISSING));
        this.embedded = embedded;
        this.types = types;
    }

    private static final JsonNode MISSING = JsonNodeFactory.instance.missingNode();

    static ObjectType of(ObjectSchema schema, List<String> embedded, ValueTypes types) {
        Optional<ValueType> others = schema.keepsUnknownFields() ? Optional.of(new AnyType()) : Optional.empty();
        return new ObjectType(schema.atomic(), ValueTypes.isBuiltIn(schema), schema.fields(), others, embedded, types);
    }

    static ObjectType of(MapSchema schema, ValueTypes types) {
        return new ObjectType(
                schema.atomic(), false, Map.of(), Optional.of(types.of(schema.values())), List.of(), types);
    }

    /** Whether it is owned as a whole. */
    public boolean atomic() {
        return atomic;
    }

    /** Empty for a field that the schema does not know. */
    public Optional<Member> member(String name) {
        Member present = members.get(name);
        if (present != null) {
            return Optional.of(present);
        }
        Field field = fields.get(name);
        if (field == null) {
            return others;
        }
        Member member = new Member(types.of(field.schema()), true, absent(field));
        members.put(name, member);
        return Optional.of(member);
    }

    /** The fields for which something stands even when they are absent. */
    List<String> neverAbsent() {
        List<String> present = neverAbsent;
        if (present == null) {
            present = fields.values().stream()
                    .filter(field -> !absent(field).isMissingNode())
                    .map(Field::name)
                    .toList();
            neverAbsent = present;
        }
        return present;
    }

    /** Upstream's structures always have these: an embedded object is at least empty, some lists and maps at least null. */
    private JsonNode absent(Field field) {
        if (embedded.contains(field.name())) {
            return Json.object();
        }
        boolean collection = field.schema() instanceof ListSchema || field.schema() instanceof MapSchema;
        boolean stays = field.required() || field.isWrittenWhenEmpty();
        return builtIn && stays && collection ? JsonNodeFactory.instance.nullNode() : MISSING;
    }

    Optional<Field> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
