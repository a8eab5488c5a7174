package io.gantry.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.EncodedDocument;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import java.util.List;

/** Adds what other servers publish to the own documents. */
public final class MergedOpenApi {

    /**
     * What another server publishes about one version.
     *
     * @param path {@code apis/GROUP/VERSION}
     */
    public record Part(String path, ObjectNode document) {}

    private MergedOpenApi() {}

    /** The index of OpenAPI 3.0 documents. */
    public static EncodedDocument index(EncodedDocument own, List<Part> parts) {
        ObjectNode merged = Json.read(own.json());
        for (Part part : parts) {
            JsonNode entry = part.document().path("paths").path(part.path());
            if (entry.isObject()) {
                merged.withObject("/paths").set(part.path(), entry);
            }
        }
        return EncodedDocument.of(merged);
    }

    /** The OpenAPI 2.0 document. Of types that both know, the own definition stays. */
    public static ObjectNode second(EncodedDocument own, List<Part> parts) {
        ObjectNode merged = Json.read(own.json());
        ObjectNode paths = Nodes.child(merged, "paths");
        for (Part part : parts) {
            part.document().path("paths").properties().forEach(path -> {
                boolean its = (path.getKey() + "/").startsWith("/" + part.path() + "/");
                if (its && !paths.has(path.getKey())) {
                    paths.set(path.getKey(), path.getValue());
                }
            });
            addMissing(merged, "definitions", part.document());
            addMissing(merged, "parameters", part.document());
        }
        return merged;
    }

    private static void addMissing(ObjectNode merged, String field, ObjectNode other) {
        ObjectNode own = Nodes.child(merged, field);
        other.path(field).properties().forEach(entry -> {
            if (!own.has(entry.getKey())) {
                own.set(entry.getKey(), entry.getValue());
            }
        });
    }

    /** In the form that Go clients ask for. */
    public static EncodedDocument protobuf(ObjectNode document) {
        return EncodedDocument.of(OpenApiV2Protobuf.of(document));
    }
}
