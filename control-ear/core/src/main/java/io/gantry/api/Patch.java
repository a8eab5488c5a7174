package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.schema.GoValue;
import io.gantry.schema.MapConversion;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.StrategicMergePatch;
import io.gantry.status.StatusException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A patch in one of the three forms, read and ready to be applied. */
sealed interface Patch {

    String JSON_TYPE = "application/json-patch+json";
    String MERGE_TYPE = "application/merge-patch+json";
    String STRATEGIC_TYPE = "application/strategic-merge-patch+json";
    String APPLY_TYPE = "application/apply-patch+yaml";

    /** Whether the body is a configuration to be applied rather than a patch. */
    static boolean isApply(ApiRequest request) {
        return BodyReader.mediaType(request).equals(APPLY_TYPE);
    }

    /** The patched object; may change the given tree on the way. */
    JsonNode apply(ObjectNode object);

    /** Fields that the patch gives more than once, in upstream's words. */
    List<String> duplicates();

    /** What upstream shows of a patch whose outcome it refuses. */
    default String shown(JsonNode patched) {
        return patched.toString();
    }

    /** What upstream says of a wrong type in the patched object, where that is not what it says of one in a body. */
    default Optional<String> wrongType(ObjectSchema schema, ObjectNode patched) {
        return Optional.empty();
    }

    /**
     * Reads the patch when there is something to patch: of an object that is not there, that is what the client is told.
     *
     * @return always the same patch
     */
    static Supplier<Patch> of(ApiRequest request, ObjectForm form) {
        BodyReader.checkSize(request);
        if (!types(form).contains(BodyReader.mediaType(request))) {
            throw form.declared().isPresent()
                    ? BodyReader.unsupported(String.join(", ", types(form)))
                    : StatusException.withoutSubject(415, "UnsupportedMediaType", "415: Unsupported Media Type");
        }
        Remembered<Patch> patch = new Remembered<>();
        return () -> patch.get(List.of(), () -> read(request, form));
    }

    /** What is not built in has no merge rules but those of apply. */
    private static List<String> types(ObjectForm form) {
        return form.declared().isPresent()
                ? List.of(JSON_TYPE, MERGE_TYPE, APPLY_TYPE)
                : List.of(JSON_TYPE, MERGE_TYPE, STRATEGIC_TYPE, APPLY_TYPE);
    }

    private static Patch read(ApiRequest request, ObjectForm form) {
        String type = BodyReader.mediaType(request);
        return switch (type) {
            case JSON_TYPE -> {
                JsonDocument document = parse(request, "error decoding patch: ");
                yield new Json(JsonPatch.parse(document.tree()), JsonPatch.strictFindings(document));
            }
            case MERGE_TYPE -> {
                JsonDocument document = object(parse(request, "error decoding patch: "));
                yield new Merge(objectOf(document), duplicates(document));
            }
            case STRATEGIC_TYPE -> {
                JsonDocument document = object(parse(request, ""));
                ObjectSchema schema = form.schema().orElseThrow();
                yield new Strategic(schema, objectOf(document), duplicates(document));
            }
            default -> throw new IllegalStateException("no patch: " + type);
        };
    }

    private static JsonDocument parse(ApiRequest request, String prefix) {
        try {
            return JsonDocument.parse(request.body());
        } catch (MalformedBodyException e) {
            throw StatusException.badRequest(prefix + e.getMessage());
        }
    }

    private static JsonDocument object(JsonDocument document) {
        if (!document.tree().isObject()) {
            throw StatusException.badRequest("error decoding patch: json: cannot unmarshal "
                    + BodyReader.kindOf(document.tree()) + " into Go value of type map[string]interface {}");
        }
        return document;
    }

    private static List<String> duplicates(JsonDocument document) {
        return document.duplicates().stream().map(JsonDocument.Duplicate::text).toList();
    }

    private static ObjectNode objectOf(JsonDocument document) {
        return (ObjectNode) document.tree();
    }

    record Json(JsonPatch patch, List<String> duplicates) implements Patch {

        @Override
        public JsonNode apply(ObjectNode object) {
            return patch.apply(object);
        }
    }

    record Merge(ObjectNode patch, List<String> duplicates) implements Patch {

        @Override
        public JsonNode apply(ObjectNode object) {
            return MergePatch.apply(object, patch);
        }
    }

    record Strategic(ObjectSchema schema, ObjectNode patch, List<String> duplicates) implements Patch {

        @Override
        public JsonNode apply(ObjectNode object) {
            return StrategicMergePatch.apply(schema, object, withoutKind());
        }

        /** Upstream merges into a value of the kind's type, which stays what it is: tools call a Scale by the kind that has it. */
        private ObjectNode withoutKind() {
            ObjectNode meant = patch.objectNode().setAll(patch);
            for (String field : List.of("apiVersion", "kind")) {
                if (meant.path(field).isTextual() || meant.path(field).isNull()) {
                    meant.remove(field);
                }
            }
            return meant;
        }

        /** Upstream keeps the patch as a map here, and prints it as one. */
        @Override
        public String shown(JsonNode patched) {
            return GoValue.plain(patch);
        }

        @Override
        public Optional<String> wrongType(ObjectSchema whole, ObjectNode patched) {
            return MapConversion.problem(whole, patched);
        }
    }
}
