package io.gantry.registry;

import io.gantry.resource.DeclaredSchema;
import io.gantry.resource.ResourceDefinition;
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
}
