package io.gantry.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One revision of an object of the cluster: its bytes as every reader receives them, and the JSON tree they stand for. The
 * tree is shared and must never be changed; {@link #copy()} gives one that may. It lives only while somebody uses it: it is ten
 * times as large as the bytes and quickly made, and trees that outlive a collection are what makes collections long.
 */
public final class ApiObject {

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final WeakReference<ObjectNode> NO_TREE = new WeakReference<>(null);
    private static final BytePattern METADATA_START = new BytePattern("\"metadata\":{");

    /** So many served versions at most have a form of their own at a time. */
    private static final int MOST_KEPT = 3;

    private final ObjectKey key;
    private final long revision;
    private final byte[] encoded;
    private final int metadataStart;
    private final ObjectOutline outline;
    private volatile WeakReference<ObjectNode> tree;
    private volatile List<Kept> kept = List.of();

    private record Kept(Object by, ApiObject form) {}

    private ApiObject(
            ObjectKey key, long revision, byte[] document, ObjectOutline outline, WeakReference<ObjectNode> tree) {
        this.key = key;
        this.revision = revision;
        this.metadataStart = METADATA_START.indexIn(document);
        if (metadataStart < 0) {
            throw new IllegalArgumentException("document without metadata");
        }
        this.encoded =
                revision == 0 ? document : withRevision(document, revision, metadataStart + METADATA_START.length());
        this.outline = outline;
        this.tree = tree;
    }

    /**
     * Joins a stored document with the revision it was stored at.
     *
     * @param revision 0 for what is not stored
     * @param document what {@link #document(ObjectNode)} made: JSON without {@code metadata.resourceVersion}
     */
    public static ApiObject of(ObjectKey key, long revision, byte[] document) {
        return new ApiObject(key, revision, document, ObjectOutline.read(key, document), NO_TREE);
    }

    /**
     * Joins what its writer had with the revision.
     *
     * @param stored the tree that reading the document gives; nobody changes it any more
     */
    static ApiObject of(ObjectKey key, long revision, byte[] document, ObjectOutline outline, ObjectNode stored) {
        return new ApiObject(key, revision, document, outline, new WeakReference<>(withRevision(stored, revision)));
    }

    private static ObjectNode withRevision(ObjectNode stored, long revision) {
        if (revision == 0) {
            return stored;
        }
        ObjectNode metadata = Json.object().put("resourceVersion", Long.toString(revision));
        metadata.setAll((ObjectNode) stored.get("metadata"));
        ObjectNode tree = Json.object();
        tree.setAll(stored);
        tree.set("metadata", metadata);
        return tree;
    }

    /**
     * The form in which an object is stored: apiVersion, kind and metadata first, and no {@code metadata.resourceVersion},
     * which is known only at commit and is put back by {@link #of}.
     */
    public static byte[] document(ObjectNode object) {
        return Json.write(stored(object));
    }

    /** The tree of {@link #document}; it shares with the object what lies below metadata and beside it. */
    static ObjectNode stored(ObjectNode object) {
        ObjectNode ordered = Json.object();
        ordered.set("kind", object.get("kind"));
        ordered.set("apiVersion", object.get("apiVersion"));
        ObjectNode metadata = ordered.putObject("metadata");
        metadata.setAll((ObjectNode) object.get("metadata"));
        metadata.remove("resourceVersion");
        object.properties().forEach(field -> ordered.putIfAbsent(field.getKey(), field.getValue()));
        return ordered;
    }

    private static byte[] withRevision(byte[] document, long revision, int at) {
        boolean empty = document[at] == '}';
        byte[] inserted =
                ("\"resourceVersion\":\"" + revision + (empty ? "\"" : "\",")).getBytes(StandardCharsets.UTF_8);
        byte[] result = new byte[document.length + inserted.length];
        System.arraycopy(document, 0, result, 0, at);
        System.arraycopy(inserted, 0, result, at, inserted.length);
        System.arraycopy(document, at, result, at + inserted.length, document.length - at);
        return result;
    }

    public ObjectKey key() {
        return key;
    }

    public String namespace() {
        return key.namespace();
    }

    public String name() {
        return key.name();
    }

    /** The revision of the write that made this state; {@code metadata.resourceVersion} as a number. */
    public long revision() {
        return revision;
    }

    public String uid() {
        return outline.uid();
    }

    public Map<String, String> labels() {
        return outline.labels();
    }

    /** The uids of all owner references. */
    public List<String> ownerUids() {
        return outline.ownerUids();
    }

    /** The uid of the owner reference with {@code controller: true}, or empty. */
    public String controllerUid() {
        return outline.controllerUid();
    }

    /** Of a pod the node it is bound to; empty for an unbound pod and for anything else. */
    public String nodeName() {
        return key.resource().equals(PODS) ? outline.indexed() : "";
    }

    /** Of a pod its {@code status.phase}; empty when it has none, and for anything else. */
    public String podPhase() {
        return outline.phase();
    }

    /** The value of the {@link IndexedField} of its resource; empty when there is none. */
    public String indexedValue() {
        return outline.indexed();
    }

    /** Compact JSON in UTF-8, {@code metadata.resourceVersion} included. Shared: never to be changed. */
    public byte[] encoded() {
        return encoded;
    }

    /** Where metadata begins in the bytes, its name included: nothing but kind and apiVersion stands before. */
    public int metadataStart() {
        return metadataStart;
    }

    /** The shared tree. Never to be changed. */
    public ObjectNode json() {
        ObjectNode present = tree.get();
        if (present == null) {
            present = Json.read(encoded);
            tree = new WeakReference<>(present);
        }
        assert present.equals(Json.read(encoded)) : "somebody changed the shared tree of " + this;
        return present;
    }

    /** A tree of the caller's own. */
    public ObjectNode copy() {
        return json().deepCopy();
    }

    /**
     * Another form of this revision that somebody has kept here: it lives as long as the revision is held by anyone.
     *
     * @param by who has kept it
     */
    public Optional<ApiObject> kept(Object by) {
        for (Kept one : kept) {
            if (one.by() == by) {
                return Optional.of(one.form());
            }
        }
        return Optional.empty();
    }

    /** Keeps another form; of too many the oldest is dropped. Two at once may lose one, which is then only made again. */
    public void keep(Object by, ApiObject form) {
        List<Kept> next = new ArrayList<>(kept);
        next.removeIf(one -> one.by() == by);
        next.addFirst(new Kept(by, form));
        kept = List.copyOf(next.subList(0, Math.min(next.size(), MOST_KEPT)));
    }

    public JsonNode metadata() {
        return json().path("metadata");
    }

    public JsonNode spec() {
        return json().path("spec");
    }

    public JsonNode status() {
        return json().path("status");
    }

    public boolean isBeingDeleted() {
        return outline.deletion() == ObjectOutline.Deletion.BEGUN;
    }

    public Instant creationTime() {
        return Instant.parse(metadata().path("creationTimestamp").asText());
    }

    /** The owner reference with {@code controller: true}, if there is one. */
    public Optional<JsonNode> controllerReference() {
        if (ownerUids().isEmpty()) {
            return Optional.empty(); // told without a tree
        }
        for (JsonNode owner : metadata().path("ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                return Optional.of(owner);
            }
        }
        return Optional.empty();
    }

    /** Reads a JSON object of strings, such as labels or annotations; anything else reads as empty. */
    public static Map<String, String> strings(JsonNode node) {
        if (node.isEmpty()) {
            return Map.of();
        }
        Map<String, String> result = new LinkedHashMap<>();
        node.properties()
                .forEach(field -> result.put(field.getKey(), field.getValue().asText()));
        return Map.copyOf(result);
    }

    @Override
    public String toString() {
        return key + "@" + revision;
    }
}
