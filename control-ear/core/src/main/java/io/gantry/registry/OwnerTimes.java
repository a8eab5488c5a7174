package io.gantry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.JsonEquality;

/** Compares objects but for the times of their owners: a write that would change only these is none. */
final class OwnerTimes {

    private static final String FIELD = "managedFields";

    private OwnerTimes() {}

    static boolean same(ObjectNode left, ObjectNode right) {
        return JsonEquality.same(left, right)
                || (sameOwners(left, right) && JsonEquality.same(withoutOwners(left), withoutOwners(right)));
    }

    private static boolean sameOwners(ObjectNode left, ObjectNode right) {
        JsonNode mine = left.path("metadata").path(FIELD);
        JsonNode theirs = right.path("metadata").path(FIELD);
        if (mine.isEmpty() || mine.size() != theirs.size()) {
            return false;
        }
        for (int i = 0; i < mine.size(); i++) {
            if (!JsonEquality.same(withoutTime(mine.get(i)), withoutTime(theirs.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode withoutTime(JsonNode entry) {
        return entry instanceof ObjectNode fields ? without(fields, "time") : entry;
    }

    private static ObjectNode withoutOwners(ObjectNode object) {
        ObjectNode rest = without(object, "");
        if (object.get("metadata") instanceof ObjectNode metadata) {
            rest.set("metadata", without(metadata, FIELD));
        }
        return rest;
    }

    /** A copy that shares the values. */
    private static ObjectNode without(ObjectNode object, String field) {
        ObjectNode copy = object.objectNode();
        copy.setAll(object);
        copy.remove(field);
        return copy;
    }
}
