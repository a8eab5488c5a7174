package io.gantry.store.postgres;

import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** The current state of one object. Read only: writes go through {@link GroupStatement}. */
@Entity
@Immutable
@Table(name = "object")
class ObjectRow {

    @Id
    private String key;

    @Column
    private long revision;

    /** Text in UTF-8, taken as bytes to save turning it into a string and back. */
    @Column
    private byte[] document;

    protected ObjectRow() {}

    ApiObject object(DocumentCipher cipher) {
        return ApiObject.of(ObjectKey.parse(key), revision, cipher.document(key, document));
    }
}
