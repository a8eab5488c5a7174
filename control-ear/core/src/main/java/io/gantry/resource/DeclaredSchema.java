package io.gantry.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.schema.ObjectSchema;
import java.util.List;

/** The schema of a kind that users have declared (custom resources). */
public interface DeclaredSchema {

    /** What the server knows of every object: its type and its metadata. All else is kept. */
    ObjectSchema outline();

    /** The whole of it, as far as it says how fields are owned and lists are merged. */
    ObjectSchema structure();

    /**
     * Drops what the schema does not specify, in place.
     *
     * @return the paths of what was dropped
     */
    List<String> prune(ObjectNode object);

    /** As OpenAPI 2.0 publishes it, with less than is checked: kubectl cannot read everything. */
    ObjectNode openApiV2();

    /** As OpenAPI 3.0 publishes it. */
    ObjectNode openApiV3();
}
