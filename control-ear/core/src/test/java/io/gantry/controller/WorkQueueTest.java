package io.gantry.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class WorkQueueTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ObjectKey A = key("a");
    private static final ObjectKey B = key("b");
    private static final ObjectKey C = key("c");

    private final WorkQueue queue = new WorkQueue(2);

    private static ObjectKey key(String name) {
        return ObjectKey.cluster(new GroupResource("", "things"), name);
    }

    @Test
    void givesKeysOutInOrderAndEachOnce() {
        queue.add(A);
        queue.add(B);
        queue.add(A);

        assertThat(queue.take()).contains(A);
        assertThat(queue.take()).contains(B);
        assertThat(queue.take()).isEmpty();
    }

    @Test
    void aKeyAddedWhileItIsWorkedOnComesAgainAfterwards() {
        queue.add(A);
        queue.take();
        queue.add(A);

        assertThat(queue.take()).isEmpty();
        queue.done(A);
        assertThat(queue.take()).contains(A);
        queue.done(A);
        assertThat(queue.take()).isEmpty();
    }

    @Test
    void aDelayedKeyComesAtItsEarliestTime() {
        queue.addAt(A, NOW.plusSeconds(10));
        queue.addAt(A, NOW.plusSeconds(5));
        queue.addAt(A, NOW.plusSeconds(20));

        queue.release(NOW.plusSeconds(4));
        assertThat(queue.hasReady()).isFalse();
        assertThat(queue.nextDue()).contains(NOW.plusSeconds(5));
        queue.release(NOW.plusSeconds(5));
        assertThat(queue.take()).contains(A);
        assertThat(queue.nextDue()).isEmpty();
    }

    @Test
    void aFullQueueRefusesNewKeysAndKeepsDelayedOnesForLater() {
        assertThat(queue.add(A)).isTrue();
        assertThat(queue.add(B)).isTrue();
        assertThat(queue.add(C)).isFalse();
        assertThat(queue.add(B)).isTrue();

        queue.addAt(C, NOW);
        queue.release(NOW);
        assertThat(queue.nextDue()).contains(NOW);
        queue.take();
        queue.release(NOW);
        queue.take();
        assertThat(queue.take()).contains(C);
    }

    @Test
    void whatWaitsComesAtOnceWhenTheClockIsPutBack() {
        queue.release(NOW);
        queue.addAt(A, NOW.plusSeconds(5));
        queue.release(NOW.minusMillis(500));
        assertThat(queue.hasReady()).isFalse();

        queue.release(NOW.minusSeconds(3600));
        assertThat(queue.take()).contains(A);
        queue.done(A);
        queue.addAt(A, NOW.minusSeconds(3595));
        queue.release(NOW.minusSeconds(3599));
        assertThat(queue.hasReady()).isFalse();
    }
}
