package io.gantry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Owner references that say the same twice. */
final class RepeatedOwners {

    private RepeatedOwners() {}

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
