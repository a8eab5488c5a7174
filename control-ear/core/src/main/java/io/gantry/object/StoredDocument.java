package io.gantry.object;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An object on its way into the store: encoded, but without the revision that only the commit gives it. */
public final class StoredDocument {

    private final ObjectKey key;
    private final byte[] bytes;
    private final ObjectOutline outline;

    private StoredDocument(ObjectKey key, byte[] bytes, ObjectOutline outline) {
        this.key = key;
        this.bytes = bytes;
        this.outline = outline;
    }

    /** Encodes an object as {@link ApiObject#document} does. */
    public static StoredDocument of(ObjectKey key, ObjectNode object) {
        return new StoredDocument(key, ApiObject.document(object), ObjectOutline.of(key, object));
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
        return ApiObject.of(key, revision, bytes, outline);
    }
}
