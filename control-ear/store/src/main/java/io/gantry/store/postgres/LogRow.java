package io.gantry.store.postgres;

import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.store.StoreEvent;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** One write of one object. Read only: writes go through {@link GroupStatement}. */
@Entity
@Immutable
@Table(name = "object_log")
class LogRow {

    @Id
    private long revision;

    @Column
    private long previous;

    @Column
    private String key;

    @Column
    private short type;

    /** Text in UTF-8, taken as bytes to save turning it into a string and back. */
    @Column
    private byte[] document;

    protected LogRow() {}

    long revision() {
        return revision;
    }

    ApiObject object(DocumentCipher cipher) {
        return ApiObject.of(ObjectKey.parse(key), revision, cipher.document(key, document));
    }

    StoreEvent event(DocumentCipher cipher) {
        return WriteType.of(type).event(object(cipher), previous);
    }
}
