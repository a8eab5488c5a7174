package io.gantry.object;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An object on its way into the store: encoded, but without the revision that only the commit gives it. */
public final class StoredDocument {

    private final ObjectKey key;
    private final byte[] bytes;
    private final ObjectOutline outline;
    private final ObjectNode tree;

    private StoredDocument(ObjectKey key, byte[] bytes, ObjectOutline outline, ObjectNode tree) {
        this.key = key;
        this.bytes = bytes;
        this.outline = outline;
        this.tree = tree;
    }

    /**
     * Encodes an object as {@link ApiObject#document} does. Whoever hears of the write may get parts of this very tree: from here on it
     * is never to be changed.
     */
    public static StoredDocument of(ObjectKey key, ObjectNode object) {
        ObjectNode stored = ApiObject.stored(object);
        return new StoredDocument(
                key, Json.write(stored), ObjectOutline.of(key, object), (ObjectNode) Json.asRead(stored));
    }

    public ObjectKey key() {
        return key;
    }

    /** Compact JSON in UTF-8 without {@code metadata.resourceVersion}. Shared: never to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** The object once it is stored. */
    public ApiObject at(long revision) {
        return ApiObject.of(key, revision, bytes, outline, tree);
    }
}
