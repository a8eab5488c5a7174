package io.gantry.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.EncodedDocument;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import io.gantry.schema.ObjectSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The OpenAPI 3.0 documents under {@code /openapi/v3}: an index, and one for each group version
 * (https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-v3). Made for one set of definitions; when that changes, make
 * another. Documents are built when first asked for.
 */
public final class OpenApiV3 {

    /** The protobuf form as servers name it. */
    public static final String PROTOBUF_CONTENT_TYPE = "application/com.github.proto-openapi.spec.v3.v1.0+protobuf";

    /** The same as clients ask for it; the older name is no valid media type. */
    public static final Set<String> PROTOBUF_TYPES =
            Set.of(PROTOBUF_CONTENT_TYPE, "application/com.github.proto-openapi.spec.v3@v1.0+protobuf");

    private final Map<String, List<ResourceDefinition>> versions = new TreeMap<>();
    private final List<ResourceDefinition> all;
    private final Function<String, Optional<ObjectSchema>> schemas;
    private final Map<String, ApiPath> discovery = new TreeMap<>();
    private final Map<String, EncodedDocument> cache = new ConcurrentHashMap<>();
    private final Map<String, EncodedDocument> protobuf = new ConcurrentHashMap<>();

    /**
     * Documents of the given resources.
     *
     * @param schemas finds a type by its definition's name, for example {@code Schemas.builtIn()::find}
     */
    public OpenApiV3(List<ResourceDefinition> definitions, Function<String, Optional<ObjectSchema>> schemas) {
        this.all = List.copyOf(definitions);
        definitions.forEach(definition -> versions.computeIfAbsent(
                        GroupVersion.of(definition).path(), path -> new ArrayList<>())
                .add(definition));
        DiscoveryPaths.of(definitions).forEach(path -> discovery.put(documentOf(path), path));
        this.schemas = schemas;
    }

    /** {@code /apis/apps/} is described in the document {@code apis/apps}. */
    private static String documentOf(ApiPath path) {
        return path.path().substring(1, path.path().length() - 1);
    }

    /**
     * {@code /openapi/v3}: where each document is, with the hash of its content as {@code ?hash=}, so that clients may keep a
     * document for ever.
     */
    public EncodedDocument index() {
        EncodedDocument present = cache.get("");
        if (present == null) {
            present = EncodedDocument.of(paths());
            cache.put("", present);
        }
        return present;
    }

    private ObjectNode paths() {
        ObjectNode index = Json.object();
        ObjectNode paths = index.putObject("paths");
        Stream.concat(versions.keySet().stream(), discovery.keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new))
                .forEach(path -> paths.putObject(path)
                        .put(
                                "serverRelativeURL",
                                "/openapi/v3/" + path + "?hash="
                                        + document(path).orElseThrow().hash()));
        return index;
    }

    /**
     * The document of a group version.
     *
     * @param path what follows {@code /openapi/v3/}, for example {@code apis/apps/v1}
     */
    public Optional<EncodedDocument> document(String path) {
        return cached(path, cache, EncodedDocument::of);
    }

    /** The same in protobuf, see {@link OpenApiV3Protobuf}. */
    public Optional<EncodedDocument> protobuf(String path) {
        return cached(path, protobuf, OpenApiV3::protobuf);
    }

    /** Another server's document in protobuf. */
    public static EncodedDocument protobuf(ObjectNode document) {
        return EncodedDocument.of(OpenApiV3Protobuf.of(document));
    }

    private Optional<EncodedDocument> cached(
            String path, Map<String, EncodedDocument> encoded, Function<ObjectNode, EncodedDocument> encoding) {
        List<ResourceDefinition> definitions = versions.getOrDefault(path, List.of());
        Optional<ApiPath> operations = Optional.ofNullable(discovery.get(path));
        if (definitions.isEmpty() && operations.isEmpty()) {
            return Optional.empty();
        }
        EncodedDocument present = encoded.get(path);
        if (present == null) {
            present = encoding.apply(OpenApiV3Document.of(definitions, all, operations, schemas));
            encoded.put(path, present);
        }
        return Optional.of(present);
    }
}
