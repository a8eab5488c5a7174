package io.gantry.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.DeclaredSchema;
import io.gantry.resource.ResourceDefinition;
import io.gantry.schema.EmptyCollections;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.Schemas;
import java.util.Optional;

/** Finds the schema of a resource's objects. */
@FunctionalInterface
public interface SchemaSource {

    /** The schemas of the built-in kinds; of declared ones the part that the server itself knows. */
    SchemaSource BUILT_IN = definition -> definition
            .strategy()
            .declaredSchema()
            .map(DeclaredSchema::outline)
            .or(() -> Schemas.builtIn().find(definition.schemaName()));

    /** Empty for resources that take any field. */
    Optional<ObjectSchema> of(ResourceDefinition definition);

    /** An object as it is written, without empty lists and maps; itself when it has none. */
    default ObjectNode written(ResourceDefinition definition, ObjectNode object) {
        return of(definition)
                .map(schema -> EmptyCollections.without(schema, object))
                .orElse(object);
    }
}
