package io.gantry.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.apply.ValueType;
import io.gantry.apply.ValueTypes;
import io.gantry.apply.Versions;
import io.gantry.resource.DeclaredSchema;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.schema.ObjectSchema;
import java.util.Optional;

/** The versions of one resource that are served now; they meet in the stored form. */
record ServedVersions(ResourceDefinition definition, Resources resources, SchemaSource schemas, ValueTypes types)
        implements Versions {

    @Override
    public Optional<ValueType> type(String apiVersion) {
        return find(apiVersion)
                .map(found -> structure(found).<ValueType>map(types::of).orElseGet(ValueTypes::untyped));
    }

    private Optional<ObjectSchema> structure(ResourceDefinition found) {
        return found.strategy().declaredSchema().map(DeclaredSchema::structure).or(() -> schemas.of(found));
    }

    @Override
    public ObjectNode convert(ObjectNode object, String from, String to) {
        if (from.equals(to)) {
            return object;
        }
        ObjectNode stored = find(from).orElseThrow().strategy().toStored(object.deepCopy());
        return find(to).orElseThrow().strategy().fromStored(stored);
    }

    private Optional<ResourceDefinition> find(String apiVersion) {
        if (definition.apiVersion().equals(apiVersion)) {
            return Optional.of(definition);
        }
        return resources.all().stream()
                .filter(other -> other.storage().equals(definition.storage())
                        && other.apiVersion().equals(apiVersion))
                .findFirst();
    }
}
