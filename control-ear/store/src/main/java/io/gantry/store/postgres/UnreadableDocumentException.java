package io.gantry.store.postgres;

/** A value cannot be decrypted with the keys at hand; it is still in the database. */
public final class UnreadableDocumentException extends RuntimeException {

    UnreadableDocumentException(String message) {
        super(message);
    }

    UnreadableDocumentException(String message, Throwable cause) {
        super(message, cause);
    }
}
