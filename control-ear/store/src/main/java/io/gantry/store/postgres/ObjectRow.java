package io.gantry.store.postgres;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The current state of one object. */
@Entity
@Table(name = "object")
class ObjectRow {

    @Id
    private String key;

    @Column
    private long revision;

    @Column
    private String uid;

    @Column
    private String document;

    protected ObjectRow() {}

    String key() {
        return key;
    }

    long revision() {
        return revision;
    }

    String uid() {
        return uid;
    }

    String document() {
        return document;
    }
}
