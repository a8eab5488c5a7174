package io.gantry.api;

import io.gantry.status.Quoted;
import io.gantry.status.StatusException;

/** What of the objects themselves the rows of a table carry (meta/v1 TableOptions). */
enum TableOptions {
    NONE,
    METADATA,
    OBJECT;

    static TableOptions of(QueryParameters query) {
        String include = query.text("includeObject");
        return switch (include) {
            case "None" -> NONE;
            case "", "Metadata" -> METADATA;
            case "Object" -> OBJECT;
            default ->
                throw StatusException.badRequest(
                        "Unable to convert to Table as requested: includeObject: Invalid value: " + Quoted.of(include)
                                + ": must be 'Metadata', 'Object', 'None', or empty");
        };
    }
}
