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
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The OpenAPI 3.0 documents under {@code /openapi/v3}: an index, and one for each group version
 * (https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-v3). Made for one set of definitions; when that changes, make
 * another. Documents are built when first asked for.
 */
public final class OpenApiV3 {

    private final Map<String, List<ResourceDefinition>> versions = new TreeMap<>();
    private final Function<String, Optional<ObjectSchema>> schemas;
    private final Map<String, EncodedDocument> cache = new ConcurrentHashMap<>();

    /**
     * Documents of the given resources.
     *
     * @param schemas finds a type by its definition's name, for example {@code Schemas.builtIn()::find}
     */
    public OpenApiV3(List<ResourceDefinition> definitions, Function<String, Optional<ObjectSchema>> schemas) {
        definitions.forEach(definition -> versions.computeIfAbsent(
                        GroupVersion.of(definition).path(), path -> new ArrayList<>())
                .add(definition));
        this.schemas = schemas;
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
        versions.keySet()
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
        List<ResourceDefinition> definitions = versions.get(path);
        if (definitions == null) {
            return Optional.empty();
        }
        EncodedDocument present = cache.get(path);
        if (present == null) {
            present = EncodedDocument.of(OpenApiV3Document.of(definitions, schemas));
            cache.put(path, present);
        }
        return Optional.of(present);
    }
}
