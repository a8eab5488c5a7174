package io.gantry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.JsonEquality;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/** The metadata that only the server writes. */
final class SystemFields {

    private static final List<String> DELETION = List.of("deletionTimestamp", "deletionGracePeriodSeconds");
    private static final List<String> GIVEN = List.of("uid", "creationTimestamp", "selfLink");
    private static final List<String> KEPT = List.of("creationTimestamp", "generation", "resourceVersion");

    /** Fields of an object whose change is no change of what the object wants. */
    private static final Set<String> UNCOUNTED = Set.of("apiVersion", "kind", "metadata", "status");

    private SystemFields() {}

    /** Takes off a new object what clients have no say in. */
    static void drop(ObjectNode object) {
        ObjectNode metadata = (ObjectNode) object.get("metadata");
        metadata.remove(GIVEN);
        metadata.remove(DELETION);
    }

    /** Whatever mutating admission said of these fields does not count. */
    static void stampNew(ResourceDefinition definition, ObjectNode object, String uid, Instant now) {
        drop(object);
        ObjectNode metadata = (ObjectNode) object.get("metadata");
        metadata.put("uid", uid);
        metadata.put("creationTimestamp", timestamp(now));
        if (definition.strategy().countsGeneration()) {
            metadata.put("generation", 1);
        }
    }

    /** Makes an update keep what it says nothing of: how far the deletion is. That must be right if it is said at all. */
    static void keepDeletion(ObjectNode object, ObjectNode old) {
        ObjectNode metadata = (ObjectNode) object.get("metadata");
        JsonNode before = old.path("metadata");
        for (String field : DELETION) {
            if (before.has(field) && !metadata.has(field)) {
                metadata.set(field, before.get(field));
            }
        }
    }

    /**
     * Makes an update keep what it may not change. Whatever was said of these fields is ignored, but for the uid: another one that
     * mutating admission gave it is found by the rules for updates.
     */
    static void keep(ObjectNode object, ObjectNode old) {
        ObjectNode metadata = (ObjectNode) object.get("metadata");
        metadata.remove("selfLink");
        JsonNode before = old.path("metadata");
        for (String field : KEPT) {
            keep(metadata, before, field);
        }
        if (Nodes.text(metadata, "uid").isEmpty()) {
            keep(metadata, before, "uid");
        }
        keepDeletion(object, old);
    }

    private static void keep(ObjectNode metadata, JsonNode before, String field) {
        if (before.has(field)) {
            metadata.set(field, before.get(field));
        } else {
            metadata.remove(field);
        }
    }

    /**
     * Counts a change of what the object wants.
     *
     * @param written the object as it will be written
     */
    static void count(ResourceDefinition definition, ObjectNode object, ObjectNode written, ObjectNode old) {
        if (definition.strategy().countsGeneration() && !JsonEquality.same(wanted(written), wanted(old))) {
            nextGeneration((ObjectNode) object.get("metadata"));
        }
    }

    private static ObjectNode wanted(ObjectNode object) {
        return object.deepCopy().remove(UNCOUNTED);
    }

    static void nextGeneration(ObjectNode metadata) {
        metadata.put("generation", metadata.path("generation").asLong(0) + 1);
    }

    /** RFC 3339 in whole seconds, as all times of the API but micro times are. */
    static String timestamp(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
