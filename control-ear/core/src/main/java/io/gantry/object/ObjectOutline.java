package io.gantry.object;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The few fields of an object that indexes and selectors need all the time, so that its tree need not stay in memory.
 *
 * @param uid metadata.uid, or empty
 * @param labels metadata.labels
 * @param ownerUids uids of the owner references
 * @param controllerUid uid of the owner reference with {@code controller: true}, or empty
 * @param deletion whether metadata.deletionTimestamp is set
 * @param indexed value of the {@link IndexedField} of the resource; empty when there is none
 * @param phase of a pod, which most who hear of it ask first; empty when there is none, and for anything else
 */
record ObjectOutline(
        String uid,
        Map<String, String> labels,
        List<String> ownerUids,
        String controllerUid,
        Deletion deletion,
        String indexed,
        String phase) {

    private static final GroupResource PODS = new GroupResource("", "pods");

    /** Whether an object is on its way out. */
    enum Deletion {
        NONE,
        BEGUN
    }

    static ObjectOutline of(ObjectKey key, ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        List<String> owners = new ArrayList<>();
        String controller = "";
        for (JsonNode owner : metadata.path("ownerReferences")) {
            String uid = owner.path("uid").asText("");
            owners.add(uid);
            if (controller.isEmpty() && owner.path("controller").asBoolean()) {
                controller = uid;
            }
        }
        String indexed = IndexedField.of(key.resource())
                .map(field -> object.path(field.parent()).path(field.name()).asText(""))
                .orElse("");
        String phase = key.resource().equals(PODS)
                ? object.path("status").path("phase").asText("").intern()
                : "";
        return new ObjectOutline(
                metadata.path("uid").asText(""),
                ApiObject.strings(metadata.path("labels")),
                List.copyOf(owners),
                controller,
                metadata.hasNonNull("deletionTimestamp") ? Deletion.BEGUN : Deletion.NONE,
                indexed,
                phase);
    }

    /** Reads the outline without building a tree; stops as soon as it has what there is. */
    static ObjectOutline read(ObjectKey key, byte[] json) {
        try (JsonParser parser = Json.parser(json)) {
            return new Reader(
                            parser,
                            IndexedField.of(key.resource()),
                            key.resource().equals(PODS))
                    .object();
        } catch (IOException e) {
            throw new UncheckedIOException("broken document of " + key, e);
        }
    }

    /** Walks a document, in which metadata comes before all other objects. */
    private static final class Reader {

        private final JsonParser parser;
        private final Optional<IndexedField> field;
        private final boolean hasPhase;
        private String uid = "";
        private Map<String, String> labels = Map.of();
        private final List<String> ownerUids = new ArrayList<>();
        private String controllerUid = "";
        private Deletion deletion = Deletion.NONE;
        private String indexed = "";
        private String phase = "";

        Reader(JsonParser parser, Optional<IndexedField> field, boolean hasPhase) {
            this.parser = parser;
            this.field = field;
            this.hasPhase = hasPhase;
        }

        ObjectOutline object() throws IOException {
            parser.nextToken();
            int missing = 1 + (field.isPresent() ? 1 : 0) + (hasPhase ? 1 : 0);
            while (missing > 0 && parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
                if (isObject && name.equals("metadata")) {
                    metadata();
                    missing--;
                } else if (isObject
                        && field.isPresent()
                        && name.equals(field.get().parent())) {
                    indexed = text(field.get().name());
                    missing--;
                } else if (isObject && hasPhase && name.equals("status")) {
                    phase = text("phase").intern();
                    missing--;
                } else {
                    parser.skipChildren();
                }
            }
            return new ObjectOutline(uid, labels, List.copyOf(ownerUids), controllerUid, deletion, indexed, phase);
        }

        private void metadata() throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("uid") && value == JsonToken.VALUE_STRING) {
                    uid = parser.getText();
                } else if (field.equals("deletionTimestamp") && value == JsonToken.VALUE_STRING) {
                    deletion = Deletion.BEGUN;
                } else if (field.equals("labels") && value == JsonToken.START_OBJECT) {
                    labels = strings();
                } else if (field.equals("ownerReferences") && value == JsonToken.START_ARRAY) {
                    owners();
                } else {
                    parser.skipChildren();
                }
            }
        }

        /** The text at a name in the object that begins here; empty when there is none. */
        private String text(String name) throws IOException {
            String found = "";
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING && field.equals(name)) {
                    found = parser.getText();
                }
                parser.skipChildren();
            }
            return found;
        }

        private void owners() throws IOException {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                String owner = "";
                boolean controller = false;
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String field = parser.currentName();
                    JsonToken value = parser.nextToken();
                    if (field.equals("uid")) {
                        owner = parser.getText();
                    } else if (field.equals("controller")) {
                        controller = value == JsonToken.VALUE_TRUE;
                    }
                    parser.skipChildren();
                }
                ownerUids.add(owner);
                if (controller && controllerUid.isEmpty()) {
                    controllerUid = owner;
                }
            }
        }

        private Map<String, String> strings() throws IOException {
            Map<String, String> result = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                result.put(field, parser.getText());
                parser.skipChildren();
            }
            return Map.copyOf(result);
        }
    }
}
