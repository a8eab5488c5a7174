package io.gantry.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;

/** Fills in the defaults that a kind's schema declares; what strategies add comes after. */
@FunctionalInterface
public interface SchemaDefaults {

    void apply(ResourceDefinition definition, ObjectNode object);
}
