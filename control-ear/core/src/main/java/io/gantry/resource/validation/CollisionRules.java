package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;

/** The count of name collisions, from which names of revisions are made: it only grows. */
final class CollisionRules {

    private CollisionRules() {}

    static void check(Field status, JsonNode old) {
        JsonNode before = old.path("status").path("collisionCount");
        Field count = status.at("collisionCount");
        if (before.isNumber() && count.number() < before.asLong()) {
            count.errors().invalid(count.path(), count.number(), "cannot be decremented");
        }
    }
}
