package io.gantry.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.schema.EmptyCollections;
import io.gantry.schema.ObjectSchema;
import java.util.Optional;

/** Finds the schema of a resource's objects. */
@FunctionalInterface
public interface SchemaSource {

    /** The schemas of the built-in kinds; of declared ones the part that the server itself knows. */
    SchemaSource BUILT_IN = ResourceDefinition::schema;

    /** Empty for resources that take any field. */
    Optional<ObjectSchema> of(ResourceDefinition definition);

    /** An object as it is written, see {@link EmptyCollections#WRITTEN}; itself when it is. */
    default ObjectNode written(ResourceDefinition definition, ObjectNode object) {
        return of(definition)
                .map(schema -> EmptyCollections.WRITTEN.in(schema, object))
                .orElse(object);
    }
}
