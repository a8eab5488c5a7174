package io.gantry.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/**
 * How an object that was changed from outside is made whole again, as if a client had sent it; both change it in place.
 *
 * @param reading drops what its schema does not know, and brings the rest into canonical form. Throws {@link
 *     io.gantry.status.StatusException} when the object cannot be read as its kind
 * @param defaulting sets defaults
 */
public record Completion(Consumer<ObjectNode> reading, Consumer<ObjectNode> defaulting) {

    /** Of bodies that have no schema. */
    public static final Completion NONE = new Completion(object -> {}, object -> {});
}
