package io.gantry.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import io.gantry.schema.ObjectSchema;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** One OpenAPI 3.0 document: the paths of one group version and the types they use. */
final class OpenApiV3Document {

    private final Set<String> types = new TreeSet<>();
    private final TypeWriter writer = new TypeWriter(Dialect.V3, type -> {});

    private OpenApiV3Document() {}

    static ObjectNode of(
            List<ResourceDefinition> definitions,
            List<ResourceDefinition> others,
            Optional<ApiPath> discovery,
            Function<String, Optional<ObjectSchema>> schemas) {
        OpenApiV3Document document = new OpenApiV3Document();
        List<ApiPath> paths = Stream.concat(
                        definitions.stream().flatMap(definition -> ResourcePaths.of(definition).stream()),
                        discovery.stream())
                .sorted(Comparator.comparing(ApiPath::path))
                .toList();
        ObjectNode root = Json.object();
        root.put("openapi", "3.0.0");
        root.set("info", DocumentHead.info());
        ObjectNode pathNodes = root.putObject("paths");
        paths.forEach(path -> pathNodes.set(path.path(), document.path(path)));
        ObjectNode components = root.putObject("components");
        if (!document.types.isEmpty()) {
            components.set(
                    "schemas",
                    new TypeCollection(
                                    Dialect.V3,
                                    schemas,
                                    TypeKinds.of(definitions, others, paths),
                                    new DeclaredTypes(definitions))
                            .write(document.types));
        }
        components.set("securitySchemes", DocumentHead.security());
        return root;
    }

    private ObjectNode path(ApiPath path) {
        ObjectNode node = Json.object();
        path.operations().forEach(operation -> node.set(operation.method(), operation(operation, path.tag())));
        if (!path.parameters().isEmpty()) {
            node.set("parameters", parameters(path.parameters()));
        }
        return node;
    }

    private ObjectNode operation(ApiOperation operation, String tag) {
        ObjectNode node = Json.object();
        node.putArray("tags").add(tag);
        node.put("description", operation.description());
        node.put("operationId", operation.id());
        if (!operation.parameters().isEmpty()) {
            node.set("parameters", parameters(operation.parameters()));
        }
        if (!operation.request().isEmpty()) {
            ObjectNode body = node.putObject("requestBody");
            body.set("content", content(operation.bodies(), operation.request()));
            if (!operation.request().equals(ApiOperation.DELETE_OPTIONS)) {
                body.put("required", true);
            }
        }
        node.set("responses", responses(operation));
        if (operation.isAboutObjects()) {
            node.put("x-kubernetes-action", operation.action());
            node.set(GroupVersionKind.EXTENSION, operation.kind().json());
        }
        return node;
    }

    private ObjectNode responses(ApiOperation operation) {
        ObjectNode responses = Json.object();
        responses.putObject("200").put("description", "OK").set("content", answer(operation));
        if (operation.creates()) {
            responses.putObject("201").put("description", "Created").set("content", answer(operation));
        }
        if (operation.mayBeAccepted()) {
            responses.putObject("202").put("description", "Accepted").set("content", answer(operation));
        }
        responses.putObject("401").put("description", "Unauthorized");
        return responses;
    }

    private ObjectNode answer(ApiOperation operation) {
        if (operation.isTyped()) {
            return content(operation.answers(), operation.response());
        }
        ObjectNode content = Json.object();
        operation
                .answers()
                .forEach(mediaType ->
                        content.putObject(mediaType).putObject("schema").put("type", "string"));
        return content;
    }

    private ObjectNode content(Collection<String> mediaTypes, String type) {
        types.add(type);
        ObjectNode content = Json.object();
        mediaTypes.forEach(mediaType -> content.putObject(mediaType).set("schema", writer.reference(type)));
        return content;
    }

    private static ArrayNode parameters(List<Parameter> parameters) {
        ArrayNode nodes = Json.object().arrayNode();
        for (Parameter parameter : parameters) {
            ObjectNode node = nodes.addObject();
            node.put("name", parameter.name()).put("in", parameter.in()).put("description", parameter.description());
            if (parameter.in().equals("path")) {
                node.put("required", true);
            }
            node.putObject("schema").put("type", parameter.type()).put("uniqueItems", true);
        }
        return nodes;
    }
}
