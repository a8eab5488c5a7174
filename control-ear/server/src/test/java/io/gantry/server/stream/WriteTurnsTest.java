package io.gantry.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WriteTurnsTest {

    private long now = 1_000_000_000L;
    private final List<Integer> done = new ArrayList<>();
    private final Deque<Runnable> alarms = new ArrayDeque<>();
    private final WriteTurns turns =
            new WriteTurns(Runnable::run, (task, after) -> alarms.add(task), () -> now, 2, Duration.ofMillis(1));

    private void take(int from, int to) {
        IntStream.range(from, to).forEach(i -> turns.execute(() -> done.add(i)));
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private List<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    @Test
    void aFewAreServedAtOnce() {
        take(0, 2);
        assertThat(done).containsExactly(0, 1);
        assertThat(alarms).isEmpty();
    }

    @Test
    void manyAreServedInOrderAsTimeGoesBy() {
        take(0, 10);
        int first = done.size();
        assertThat(first).isBetween(2, 3); // what was saved, and the turn of now
        for (int round = 1; !alarms.isEmpty(); round++) {
            assertThat(alarms).hasSize(1);
            pass(Duration.ofMillis(1));
            alarms.remove().run();
            assertThat(done).isEqualTo(upTo(Math.min(10, first + round)));
        }
        assertThat(done).hasSize(10);
    }

    @Test
    void whoComesLaterDoesNotOvertakeThoseWhoWait() {
        take(0, 5);
        pass(Duration.ofMillis(1));
        take(5, 6);
        while (!alarms.isEmpty()) {
            pass(Duration.ofMillis(1));
            alarms.remove().run();
        }
        assertThat(done).isEqualTo(upTo(6));
    }

    @Test
    void restIsNotSavedUpForEver() {
        pass(Duration.ofHours(1));
        take(0, 100);
        assertThat(done).hasSizeBetween(2, 3);
    }

    @Test
    void clientsThatDoNotReadHoldUpNobodyElse() {
        Deque<Runnable> workers = new ArrayDeque<>();
        WriteTurns some = new WriteTurns(workers::add, (task, after) -> alarms.add(task), () -> now, 2, Duration.ZERO);
        IntStream.range(0, 5).forEach(i -> some.execute(() -> done.add(i)));
        assertThat(workers).as("one for each processor").hasSize(2);
        alarms.remove().run();
        assertThat(workers).as("another one, since none has done anything").hasSize(3);
        workers.removeLast().run();
        assertThat(done).isEqualTo(upTo(5));
        alarms.remove().run();
        assertThat(alarms).as("nobody waits any more").isEmpty();
    }

    @Test
    void aWriteThatFailsEndsNoOther() {
        turns.execute(() -> {
            throw new IllegalStateException("expected by the test");
        });
        take(0, 1);
        assertThat(done).containsExactly(0);
    }
}
