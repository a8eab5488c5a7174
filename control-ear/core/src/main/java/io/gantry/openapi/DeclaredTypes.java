package io.gantry.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.customresource.schema.PublishedSchema;
import io.gantry.object.Json;
import io.gantry.resource.DeclaredSchema;
import io.gantry.resource.ResourceDefinition;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The types that users have declared (custom resources), and the lists of them. */
final class DeclaredTypes {

    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    private final Map<String, DeclaredSchema> types = new HashMap<>();
    private final Map<String, ResourceDefinition> lists = new HashMap<>();

    DeclaredTypes(Collection<ResourceDefinition> definitions) {
        for (ResourceDefinition definition : definitions) {
            definition.strategy().declaredSchema().ifPresent(schema -> {
                types.put(definition.schemaName(), schema);
                lists.put(definition.schemaName() + "List", definition);
            });
        }
    }

    /** The built-in types that declared ones refer to. */
    List<String> parts() {
        return types.isEmpty() ? List.of() : List.of(META + "ObjectMeta", META + "ListMeta");
    }

    Optional<ObjectNode> find(String name, Dialect dialect) {
        if (lists.containsKey(name)) {
            return Optional.of(list(lists.get(name), dialect));
        }
        return Optional.ofNullable(types.get(name)).map(schema -> switch (dialect) {
            case V2 -> schema.openApiV2();
            case V3 -> schema.openApiV3();
        });
    }

    private static ObjectNode list(ResourceDefinition definition, Dialect dialect) {
        ObjectNode list = Json.object()
                .put("description", definition.listKind() + " is a list of " + definition.kind() + ".")
                .put("type", "object");
        list.putArray("required").add("items");
        ObjectNode properties = list.putObject("properties");
        text(properties, "apiVersion", PublishedSchema.description("apiVersion"));
        ObjectNode items = properties.putObject("items");
        items.put("description", "The objects.").put("type", "array");
        items.putObject("items").put("$ref", dialect.reference(definition.schemaName()));
        text(properties, "kind", PublishedSchema.description("kind"));
        properties.putObject("metadata").put("$ref", dialect.reference(META + "ListMeta"));
        return list;
    }

    private static void text(ObjectNode properties, String name, String description) {
        properties.putObject(name).put("description", description).put("type", "string");
    }
}
