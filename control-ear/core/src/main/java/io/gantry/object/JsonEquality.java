package io.gantry.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** Equality of JSON values in which 1, 1L and 1.0 are the same number, however they were read. */
public final class JsonEquality {

    private static final Comparator<JsonNode> LEAVES = (a, b) -> {
        if (a.equals(b)) {
            return 0;
        }
        boolean numbers = a.isNumber() && b.isNumber();
        return numbers && a.decimalValue().compareTo(b.decimalValue()) == 0 ? 0 : 1;
    };

    private JsonEquality() {}

    public static boolean same(JsonNode a, JsonNode b) {
        return a.equals(LEAVES, b);
    }
}
