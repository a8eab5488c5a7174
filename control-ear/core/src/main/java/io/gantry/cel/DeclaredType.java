package io.gantry.cel;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The type of a JSON value, as expressions see it, with what its schema says of sizes.
 *
 * @param cel as the compiler sees it
 * @param conversion how JSON is read
 * @param maxElements the most characters, items or entries; 0 for values of one size
 * @param minSize the fewest bytes of its JSON
 * @param keys of a map
 * @param element of a list, or the values of a map
 * @param fields of an object by the name that expressions use; that of a word of the language is escaped: {@code __namespace__}
 */
public record DeclaredType(
        CelType cel,
        Conversion conversion,
        long maxElements,
        long minSize,
        Optional<DeclaredType> keys,
        Optional<DeclaredType> element,
        Map<String, DeclaredField> fields) {

    /** How a JSON value becomes one of CEL. */
    public enum Conversion {
        AS_IT_IS,
        DOUBLE,
        BYTES,
        DURATION,
        DATE,
        DATE_TIME,
        LIST,
        MAP,
        OBJECT
    }

    /** A field of an object by its name in JSON. */
    public record DeclaredField(String jsonName, DeclaredType type) {}

    /** Anything: no field of it is known, all of them may be tried. */
    public static final DeclaredType ANY = scalar(SimpleType.DYN, Conversion.AS_IT_IS, 1);

    public static final DeclaredType BOOL = scalar(SimpleType.BOOL, Conversion.AS_IT_IS, 4);
    public static final DeclaredType INT = scalar(SimpleType.INT, Conversion.AS_IT_IS, 1);
    public static final DeclaredType DOUBLE = scalar(SimpleType.DOUBLE, Conversion.DOUBLE, 1);

    private static DeclaredType scalar(CelType type, Conversion conversion, long minSize) {
        return sized(type, conversion, 0, minSize);
    }

    /** A value without parts. */
    public static DeclaredType sized(CelType type, Conversion conversion, long maxElements, long minSize) {
        return new DeclaredType(type, conversion, maxElements, minSize, Optional.empty(), Optional.empty(), Map.of());
    }

    public static DeclaredType list(DeclaredType element, long maxItems) {
        return new DeclaredType(
                ListType.create(element.cel),
                Conversion.LIST,
                maxItems,
                2,
                Optional.empty(),
                Optional.of(element),
                Map.of());
    }

    /** A map whose keys have no bound: upstream then counts them as empty, and rules that read them cost little. */
    public static DeclaredType map(DeclaredType values, long maxProperties) {
        return map(scalar(SimpleType.STRING, Conversion.AS_IT_IS, 2), values, maxProperties);
    }

    /** A map whose keys have a bound. */
    public static DeclaredType map(DeclaredType keys, DeclaredType values, long maxProperties) {
        return new DeclaredType(
                MapType.create(SimpleType.STRING, values.cel),
                Conversion.MAP,
                maxProperties,
                2,
                Optional.of(keys),
                Optional.of(values),
                Map.of());
    }

    /**
     * An object with fields.
     *
     * @param name unique among the types of an environment
     * @param fields by their name in JSON; those that no identifier can name are left out
     * @param minSize the fewest bytes of its JSON
     */
    public static DeclaredType object(String name, Map<String, DeclaredType> fields, long minSize) {
        Map<String, DeclaredField> visible = new LinkedHashMap<>();
        fields.forEach((field, type) -> Identifiers.escape(field)
                .ifPresent(identifier -> visible.put(identifier, new DeclaredField(field, type))));
        Map<String, CelType> named = new LinkedHashMap<>(Maps.transformValues(visible, field -> field.type.cel));
        fields.keySet().stream().filter(Identifiers::isReserved).forEach(word -> named.put(word, fields.get(word).cel));
        ImmutableMap<String, CelType> types = ImmutableMap.copyOf(named);
        CelType cel = StructType.create(name, types.keySet(), field -> Optional.ofNullable(types.get(field)));
        return new DeclaredType(
                cel, Conversion.OBJECT, 0, minSize, Optional.empty(), Optional.empty(), Map.copyOf(visible));
    }

    /** The field of an object by its name in an expression, where a word of the language may stand as it is. */
    Optional<DeclaredField> field(String name) {
        DeclaredField exact = fields.get(name);
        return exact != null || !Identifiers.isReserved(name)
                ? Optional.ofNullable(exact)
                : Identifiers.escape(name).map(fields::get);
    }

    /** All objects in it, itself included: what the compiler must be told of. */
    List<CelType> structs() {
        List<CelType> found = new ArrayList<>();
        collect(found);
        return found;
    }

    private void collect(List<CelType> found) {
        if (conversion == Conversion.OBJECT) {
            found.add(cel);
        }
        element.ifPresent(one -> one.collect(found));
        fields.values().forEach(field -> field.type.collect(found));
    }
}
