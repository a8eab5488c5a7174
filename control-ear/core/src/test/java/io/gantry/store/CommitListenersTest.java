package io.gantry.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CommitListenersTest {

    private final CommitListeners listeners = new CommitListeners();
    private final List<Long> heard = new ArrayList<>();

    @Test
    void oneThatIsTooHighDoesNotHideThoseThatFollow() {
        listeners.add(heard::add);
        listeners.tell(Long.MAX_VALUE);
        listeners.tell(3);
        assertThat(heard).containsExactly(Long.MAX_VALUE, 3L);
    }

    @Test
    void whatIsToldMeanwhileIsMerged() {
        listeners.add(revision -> {
            heard.add(revision);
            if (revision == 1) {
                listeners.tell(2);
                listeners.tell(4);
                listeners.tell(3);
            }
        });
        listeners.tell(1);
        assertThat(heard).containsExactly(1L, 4L);
    }

    @Test
    void whatAListenerCausesIsToldAfterItReturns() {
        AtomicBoolean inside = new AtomicBoolean();
        listeners.add(revision -> {
            assertThat(inside.getAndSet(true)).isFalse();
            heard.add(revision);
            if (revision < 3) {
                listeners.tell(revision + 1);
            }
            inside.set(false);
        });
        listeners.tell(1);
        assertThat(heard).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aFailingListenerHarmsNoOther() {
        listeners.add(revision -> {
            throw new IllegalStateException("broken");
        });
        listeners.add(heard::add);
        listeners.tell(1);
        listeners.tell(2);
        assertThat(heard).containsExactly(1L, 2L);
    }

    @Test
    void aClosedRegistrationHearsNothing() throws Exception {
        listeners.add(heard::add).close();
        listeners.tell(1);
        assertThat(heard).isEmpty();
    }

    @Test
    void manyTellersNeverCallAListenerConcurrentlyAndTheNewestIsTold() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        AtomicLong newest = new AtomicLong();
        listeners.add(revision -> {
            if (inside.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
            newest.accumulateAndGet(revision, Math::max);
            inside.decrementAndGet();
        });
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            for (long i = 1; i <= 10_000; i++) {
                long revision = i;
                executor.execute(() -> listeners.tell(revision));
            }
        }
        assertThat(overlaps).hasValue(0);
        assertThat(newest).hasValue(10_000);
    }
}
