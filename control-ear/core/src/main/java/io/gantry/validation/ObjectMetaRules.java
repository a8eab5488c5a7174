package io.gantry.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.status.FieldErrors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What ObjectMeta must look like wherever it is, but for its names (apimachinery pkg/api/validation/objectmeta.go). */
public final class ObjectMetaRules {

    /** The finalizer that keeps an object until its dependents have lost it as an owner. */
    public static final String ORPHAN = "orphan";

    /** The finalizer that keeps an object until its dependents are gone. */
    public static final String FOREGROUND = "foregroundDeletion";

    private static final int MANAGER_LIMIT = 128;
    private static final int SUBRESOURCE_LIMIT = 256;

    private final JsonNode metadata;
    private final String path;
    private final FieldErrors errors;

    private ObjectMetaRules(JsonNode metadata, String path, FieldErrors errors) {
        this.metadata = metadata;
        this.path = path + ".";
        this.errors = errors;
    }

    /**
     * Checks all but name, generateName and namespace.
     *
     * @param path where the metadata is, for example {@code metadata}
     */
    public static void check(JsonNode metadata, String path, FieldErrors errors) {
        new ObjectMetaRules(metadata, path, errors).check();
    }

    private void check() {
        long generation = metadata.path("generation").asLong(0);
        if (generation < 0) {
            errors.invalid(path + "generation", generation, "must be greater than or equal to 0");
        }
        LabelRules.labels(ApiObject.strings(metadata.path("labels")), path + "labels", errors);
        LabelRules.annotations(ApiObject.strings(metadata.path("annotations")), path + "annotations", errors);
        owners(metadata.path("ownerReferences"), path + "ownerReferences");
        finalizers(texts(metadata.path("finalizers")), path + "finalizers");
        managers(metadata.path("managedFields"), path + "managedFields");
    }

    private void owners(JsonNode references, String at) {
        String controller = "";
        for (JsonNode reference : references) {
            owner(reference, at);
            if (!reference.path("controller").asBoolean()) {
                continue;
            }
            String current = reference.path("kind").asText() + "/"
                    + reference.path("name").asText();
            if (!controller.isEmpty()) {
                errors.add(
                        "FieldValueInvalid",
                        at,
                        "Invalid value: " + references
                                + ": Only one reference can have Controller set to true. Found \"true\" in references for "
                                + controller + " and " + current);
            } else {
                controller = current;
            }
        }
    }

    private void owner(JsonNode reference, String at) {
        String apiVersion = reference.path("apiVersion").asText("");
        if (apiVersion.isEmpty() || apiVersion.endsWith("/")) {
            errors.invalid(at + ".apiVersion", apiVersion, "version must not be empty");
        }
        for (String field : List.of("kind", "name", "uid")) {
            if (reference.path(field).asText("").isEmpty()) {
                errors.invalid(at + "." + field, "", "must not be empty");
            }
        }
        if (apiVersion.equals("v1") && reference.path("kind").asText().equals("Event")) {
            errors.add(
                    "FieldValueInvalid",
                    at,
                    "Invalid value: " + reference + ": /v1, Kind=Event is disallowed from being an owner");
        }
    }

    private void finalizers(List<String> finalizers, String at) {
        for (String finalizer : finalizers) {
            NameRules.qualifiedName(finalizer).forEach(error -> errors.invalid(at, finalizer, error));
        }
        if (finalizers.contains(ORPHAN) && finalizers.contains(FOREGROUND)) {
            errors.add(
                    "FieldValueInvalid",
                    at,
                    "Invalid value: [" + String.join(" ", finalizers) + "]: finalizer " + ORPHAN + " and " + FOREGROUND
                            + " cannot be both set");
        }
    }

    /** Owners of fields that a client names itself; those that the server sets are always right. */
    private void managers(JsonNode managed, String at) {
        for (int i = 0; i < managed.size(); i++) {
            if (bytes(managed.path(i).path("manager").asText("")) > MANAGER_LIMIT) {
                errors.tooLong(at + "[" + i + "].manager", MANAGER_LIMIT);
            }
            if (bytes(managed.path(i).path("subresource").asText("")) > SUBRESOURCE_LIMIT) {
                errors.tooLong(at + "[" + i + "].subresource", SUBRESOURCE_LIMIT);
            }
        }
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The items of a list of texts. */
    public static List<String> texts(JsonNode array) {
        List<String> result = new ArrayList<>(array.size());
        array.forEach(element -> result.add(element.asText()));
        return result;
    }
}
