package io.gantry.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.apply.ValueType.AnyType;
import io.gantry.apply.ValueType.AtomicList;
import io.gantry.apply.ValueType.MapList;
import io.gantry.apply.ValueType.ScalarType;
import io.gantry.apply.ValueType.SetList;

/** Whether two values of one type are looked at as wholes or part by part. */
enum Shape {
    LEAF,
    LIST,
    OBJECT;

    /**
     * The shape of a type where these values are to be compared or merged. Two empty ones are leaves, so that empty and null stay
     * apart.
     *
     * @param left null when absent
     * @param right null when absent
     */
    static Shape of(ValueType type, JsonNode left, JsonNode right) {
        return switch (type) {
            case ScalarType scalar -> LEAF;
            case AtomicList list -> LEAF;
            case SetList list -> isEmpty(left) && isEmpty(right) ? LEAF : LIST;
            case MapList list -> isEmpty(left) && isEmpty(right) ? LEAF : LIST;
            case ObjectType object -> object.atomic() || (isEmpty(left) && isEmpty(right)) ? LEAF : OBJECT;
            case AnyType any -> deduced(left, right);
        };
    }

    private static Shape deduced(JsonNode left, JsonNode right) {
        boolean objects = isAbsentOrObject(left) && isAbsentOrObject(right);
        return objects && !(isEmpty(left) && isEmpty(right)) ? OBJECT : LEAF;
    }

    private static boolean isAbsentOrObject(JsonNode value) {
        return value == null || value.isNull() || value.isObject();
    }

    private static boolean isEmpty(JsonNode value) {
        return value == null || value.isEmpty();
    }
}
