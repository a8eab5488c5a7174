package io.gantry.apply;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** How the fields of a value are owned and merged (structured-merge-diff's schema). */
public sealed interface ValueType permits ValueType.ScalarType, ValueType.ListType, ObjectType, ValueType.AnyType {

    /** What a scalar may be. */
    enum Scalar {
        NUMERIC,
        STRING,
        BOOLEAN,
        /** Any scalar. */
        UNTYPED
    }

    /** A value that is owned as a whole. */
    record ScalarType(Scalar scalar) implements ValueType {}

    /** A list. */
    sealed interface ListType extends ValueType permits AtomicList, SetList, MapList {

        ValueType items();
    }

    /** A list that is owned as a whole. */
    record AtomicList(ValueType items) implements ListType {}

    /** A list of scalars, each owned on its own. */
    record SetList(ValueType items) implements ListType {}

    /** A list of objects that some of their fields name. */
    record MapList(ValueType items, List<ListKey> keys) implements ListType {}

    /**
     * A field that names an item.
     *
     * @param missing what an item without the field has; empty when it has nothing
     */
    record ListKey(String name, Optional<JsonNode> missing) {}

    /**
     * Anything, typed as it looks: objects are merged, lists and scalars are owned as a whole
     * ({@code x-kubernetes-preserve-unknown-fields}).
     */
    record AnyType() implements ValueType {}
}
