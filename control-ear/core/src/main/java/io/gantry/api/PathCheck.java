package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.status.StatusException;

/** Checks that an object is the one that the path names. */
final class PathCheck {

    private PathCheck() {}

    static void name(ResourceTarget target, JsonNode object) {
        String name = object.path("metadata").path("name").asText("");
        if (name.isEmpty()) {
            throw StatusException.badRequest("the name of the object (" + target.name()
                    + " based on URL) was undeterminable: name must be provided");
        }
        if (!name.equals(target.name())) {
            throw StatusException.badRequest(
                    "the name of the object (" + name + ") does not match the name on the URL (" + target.name() + ")");
        }
    }
}
