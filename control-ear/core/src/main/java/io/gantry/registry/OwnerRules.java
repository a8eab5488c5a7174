package io.gantry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.status.FieldErrors;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What owner references must look like. */
final class OwnerRules {

    private static final String PATH = "metadata.ownerReferences";

    private OwnerRules() {}

    static void check(JsonNode references, FieldErrors errors) {
        String controller = "";
        for (JsonNode reference : references) {
            fields(reference, errors);
            if (!reference.path("controller").asBoolean()) {
                continue;
            }
            String current = reference.path("kind").asText() + "/"
                    + reference.path("name").asText();
            if (!controller.isEmpty()) {
                errors.add(
                        "FieldValueInvalid",
                        PATH,
                        "Invalid value: " + references
                                + ": Only one reference can have Controller set to true. Found \"true\" in references for "
                                + controller + " and " + current);
            } else {
                controller = current;
            }
        }
    }

    private static void fields(JsonNode reference, FieldErrors errors) {
        String apiVersion = reference.path("apiVersion").asText("");
        if (apiVersion.isEmpty() || apiVersion.endsWith("/")) {
            errors.invalid(PATH + ".apiVersion", apiVersion, "version must not be empty");
        }
        for (String field : List.of("kind", "name", "uid")) {
            if (reference.path(field).asText("").isEmpty()) {
                errors.invalid(PATH + "." + field, "", "must not be empty");
            }
        }
        if (apiVersion.equals("v1") && reference.path("kind").asText().equals("Event")) {
            errors.add(
                    "FieldValueInvalid",
                    PATH,
                    "Invalid value: " + reference + ": /v1, Kind=Event is disallowed from being an owner");
        }
    }

    /** Drops references that repeat an earlier one whole, and warns of them. */
    static void removeDuplicates(ObjectNode metadata, Consumer<String> warnings) {
        removeDuplicates(metadata, "", warnings);
    }

    /** The same of those that mutating admission has left. */
    static void removeDuplicatesAfterAdmission(ObjectNode metadata, Consumer<String> warnings) {
        removeDuplicates(metadata, " after mutating admission happens", warnings);
    }

    private static void removeDuplicates(ObjectNode metadata, String since, Consumer<String> warnings) {
        if (!(metadata.get("ownerReferences") instanceof ArrayNode references)) {
            return;
        }
        Set<JsonNode> kept = new LinkedHashSet<>();
        List<String> repeated = new ArrayList<>();
        for (JsonNode reference : references) {
            if (!kept.add(reference)) {
                repeated.add(reference.path("uid").asText());
            }
        }
        if (!repeated.isEmpty()) {
            metadata.putArray("ownerReferences").addAll(kept);
            warnings.accept(".metadata.ownerReferences contains duplicate entries" + since
                    + "; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s)"
                    + " observed: " + String.join(", ", repeated));
        }
    }
}
