package io.gantry.store.postgres;

import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.store.StoreEvent;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;

/** One revision of one object. */
@Entity
@Table(name = "object_log")
class LogRow {

    @Id
    private long revision;

    @Column
    private String key;

    @Column
    private String uid;

    @Column
    private short type;

    @Column
    private String document;

    protected LogRow() {}

    long revision() {
        return revision;
    }

    String uid() {
        return uid;
    }

    StoreEvent event() {
        ApiObject object = ApiObject.of(ObjectKey.parse(key), revision, document.getBytes(StandardCharsets.UTF_8));
        return WriteType.of(type).event(object);
    }
}
