package io.gantry.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemoryObjectStoreTest extends ObjectStoreContract {

    private final ObjectStore store = new MemoryObjectStore(10_000);

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Test
    void oldEventsAreCompacted() {
        ObjectStore small = new MemoryObjectStore(2);
        for (int i = 0; i < 5; i++) {
            small.create(key("c-" + i), object("c-" + i, i));
        }
        assertThatThrownBy(() -> small.eventsAfter(1, 10)).isInstanceOf(RevisionCompactedException.class);
    }
}
