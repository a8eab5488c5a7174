package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.status.StatusException;

/** Checks that an object is the one that the path names. */
final class PathCheck {

    private PathCheck() {}

    /** An object may say in which namespace it is. */
    static void namespace(ResourceTarget target, JsonNode object) {
        String namespace = object.path("metadata").path("namespace").asText("");
        if (!namespace.isEmpty() && !namespace.equals(target.namespace())) {
            throw StatusException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

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
