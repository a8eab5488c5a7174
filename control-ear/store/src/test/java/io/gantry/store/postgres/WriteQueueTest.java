package io.gantry.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.object.StoredDocument;
import io.gantry.store.Origin;
import io.gantry.store.StoreUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WriteQueueTest {

    private final WriteQueue queue = new WriteQueue();

    @Test
    void aGroupHoldsOneWriteOfAKeyAndTheOthersKeepTheirOrder() throws Exception {
        for (String name : List.of("a", "b", "a", "c", "a")) {
            queue.add(write(name, 1));
        }
        assertThat(names(queue.take())).containsExactly("a", "b", "c");
        assertThat(names(queue.take())).containsExactly("a");
        assertThat(names(queue.take())).containsExactly("a");
    }

    @Test
    void groupsAreBoundedInNumber() throws Exception {
        for (int i = 0; i < 300; i++) {
            queue.add(write("a" + i, 1));
        }
        assertThat(queue.take()).hasSize(256);
        assertThat(queue.take()).hasSize(44);
    }

    @Test
    void groupsAreBoundedInBytes() throws Exception {
        for (int i = 0; i < 10; i++) {
            queue.add(write("a" + i, 1 << 20));
        }
        assertThat(queue.take()).hasSize(4);
    }

    @Test
    void aFullQueueRefusesAndTakesAgainWhenThereIsRoom() throws Exception {
        for (int i = 0; i < 8192; i++) {
            queue.add(write("a" + i, 1));
        }
        assertThatThrownBy(() -> queue.add(write("b", 1)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("too many writes wait for the database");
        queue.take();
        queue.add(write("b", 1));
    }

    @Test
    void largeWritesFillTheQueueSooner() {
        for (int i = 0; i < 127; i++) {
            queue.add(write("a" + i, 1 << 20));
        }
        assertThatThrownBy(() -> queue.add(write("b", 2 << 20))).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aClosedQueueGivesWhatWaitsAndThenNothing() throws Exception {
        queue.add(write("a", 1));
        queue.close();
        assertThatThrownBy(() -> queue.add(write("b", 1))).hasMessage("the store is closed");
        assertThat(names(queue.take())).containsExactly("a");
        assertThat(queue.take()).isEmpty();
    }

    private static List<String> names(List<PendingWrite> writes) {
        return writes.stream().map(write -> write.key().name()).toList();
    }

    private static PendingWrite write(String name, int size) {
        ObjectKey key = new ObjectKey(new GroupResource("", "configmaps"), "default", name);
        StoredDocument document =
                StoredDocument.of(key, Json.read("{\"metadata\":{},\"data\":\"" + "x".repeat(size) + "\"}"));
        return new PendingWrite(WriteType.CREATE, document, 0, "", Origin.UNKNOWN, 0, new CompletableFuture<>());
    }
}
