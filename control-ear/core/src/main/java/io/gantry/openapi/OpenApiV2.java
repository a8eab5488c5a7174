package io.gantry.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.EncodedDocument;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import io.gantry.schema.ObjectSchema;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The OpenAPI 2.0 document {@code /openapi/v2} of all resources, for older clients. Made for one set of definitions; when that
 * changes, make another. Built when first asked for.
 */
public final class OpenApiV2 {

    /** The protobuf form as servers name it. */
    public static final String PROTOBUF_CONTENT_TYPE = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    /** The same as clients ask for it; the older name is no valid media type. */
    public static final Set<String> PROTOBUF_TYPES =
            Set.of(PROTOBUF_CONTENT_TYPE, "application/com.github.proto-openapi.spec.v2@v1.0+protobuf");

    private final List<ResourceDefinition> definitions;
    private final Function<String, Optional<ObjectSchema>> schemas;
    private volatile EncodedDocument cached;
    private volatile EncodedDocument cachedProtobuf;

    /**
     * The document of the given resources.
     *
     * @param schemas finds a type by its definition's name, for example {@code Schemas.builtIn()::find}
     */
    public OpenApiV2(List<ResourceDefinition> definitions, Function<String, Optional<ObjectSchema>> schemas) {
        this.definitions = List.copyOf(definitions);
        this.schemas = schemas;
    }

    /** {@code /openapi/v2} in JSON. */
    public EncodedDocument document() {
        EncodedDocument present = cached;
        if (present == null) {
            present = EncodedDocument.of(build());
            cached = present;
        }
        return present;
    }

    /** The same in protobuf, see {@link OpenApiV2Protobuf}. */
    public EncodedDocument protobuf() {
        EncodedDocument present = cachedProtobuf;
        if (present == null) {
            present = EncodedDocument.of(OpenApiV2Protobuf.of(build()));
            cachedProtobuf = present;
        }
        return present;
    }

    private ObjectNode build() {
        ObjectNode root = Json.object();
        root.put("swagger", "2.0");
        root.set("info", DocumentHead.info());
        List<ApiPath> paths = Stream.concat(
                        definitions.stream().flatMap(definition -> ResourcePaths.of(definition).stream()),
                        DiscoveryPaths.of(definitions).stream())
                .sorted(Comparator.comparing(ApiPath::path))
                .toList();
        Set<String> types = new TreeSet<>();
        SharedParameters shared = new SharedParameters();
        ObjectNode pathNodes = root.putObject("paths");
        paths.forEach(path -> pathNodes.set(path.path(), path(path, types, shared)));
        root.set(
                "definitions",
                new TypeCollection(
                                Dialect.V2,
                                schemas,
                                TypeKinds.of(definitions, List.of(), paths),
                                new DeclaredTypes(definitions))
                        .write(types));
        root.set("parameters", shared.definitions());
        root.set("securityDefinitions", DocumentHead.security());
        root.putArray("security").addObject().putArray("BearerToken");
        return root;
    }

    private static ObjectNode path(ApiPath path, Set<String> types, SharedParameters shared) {
        ObjectNode node = Json.object();
        path.operations()
                .forEach(operation -> node.set(operation.method(), operation(operation, path.tag(), types, shared)));
        if (!path.parameters().isEmpty()) {
            node.set("parameters", shared.refer(parameters(path.parameters())));
        }
        return node;
    }

    private static ObjectNode operation(
            ApiOperation operation, String tag, Set<String> types, SharedParameters shared) {
        ObjectNode node = Json.object();
        node.putArray("tags").add(tag);
        if (!operation.bodies().isEmpty()) {
            operation.bodies().forEach(node.putArray("consumes")::add);
        }
        operation.answers().forEach(node.putArray("produces")::add);
        node.putArray("schemes").add("https");
        node.put("description", operation.description());
        node.put("operationId", operation.id());
        ArrayNode parameters = parameters(operation.parameters());
        if (!operation.request().isEmpty()) {
            types.add(operation.request());
            ObjectNode body = parameters.insertObject(0).put("name", "body").put("in", "body");
            if (!operation.request().equals(ApiOperation.DELETE_OPTIONS)) {
                body.put("required", true);
            }
            body.set("schema", reference(operation.request()));
        }
        if (!parameters.isEmpty()) {
            node.set("parameters", shared.refer(parameters));
        }
        node.set("responses", responses(operation, types));
        if (operation.isAboutObjects()) {
            node.put("x-kubernetes-action", operation.action());
            node.set(GroupVersionKind.EXTENSION, operation.kind().json());
        }
        return node;
    }

    private static ObjectNode responses(ApiOperation operation, Set<String> types) {
        ObjectNode answer = Json.object().put("type", "string");
        if (operation.isTyped()) {
            types.add(operation.response());
            answer = reference(operation.response());
        }
        ObjectNode responses = Json.object();
        responses.putObject("200").put("description", "OK").set("schema", answer);
        if (operation.creates()) {
            responses.putObject("201").put("description", "Created").set("schema", answer);
        }
        if (operation.mayBeAccepted()) {
            responses.putObject("202").put("description", "Accepted").set("schema", answer);
        }
        responses.putObject("401").put("description", "Unauthorized");
        return responses;
    }

    private static ObjectNode reference(String type) {
        return Json.object().put("$ref", Dialect.V2.reference(type));
    }

    private static ArrayNode parameters(List<Parameter> parameters) {
        ArrayNode nodes = Json.object().arrayNode();
        for (Parameter parameter : parameters) {
            ObjectNode node = nodes.addObject();
            node.put("name", parameter.name()).put("in", parameter.in()).put("description", parameter.description());
            node.put("type", parameter.type()).put("uniqueItems", true);
            if (parameter.in().equals("path")) {
                node.put("required", true);
            }
        }
        return nodes;
    }
}
