package io.gantry.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CurrentRevisionTest {

    @Test
    void whoComesWhileAQueryRunsGetsTheNextOnesAnswerAndTheyShareIt() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger queries = new AtomicInteger();
        CurrentRevision current = new CurrentRevision(() -> {
            int query = queries.incrementAndGet();
            if (query == 1) {
                running.countDown();
                await(release);
            }
            return query;
        });
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> first = executor.submit(current::get);
            running.await();
            CountDownLatch begun = new CountDownLatch(20);
            List<Thread> threads = new ArrayList<>();
            List<Future<Long>> late = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                late.add(executor.submit(() -> {
                    synchronized (threads) {
                        threads.add(Thread.currentThread());
                    }
                    begun.countDown();
                    return current.get();
                }));
            }
            begun.await();
            while (!allWait(threads)) {
                Thread.onSpinWait();
            }
            release.countDown();
            assertThat(first.get()).isEqualTo(1);
            for (Future<Long> each : late) {
                assertThat(each.get()).isEqualTo(2);
            }
        }
        assertThat(queries).hasValue(2);
    }

    private static boolean allWait(List<Thread> threads) {
        synchronized (threads) {
            return threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAnswerIsNeverOlderThanTheCall() throws Exception {
        AtomicLong revision = new AtomicLong();
        CurrentRevision current = new CurrentRevision(revision::get);
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            List<Future<?>> callers = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                callers.add(executor.submit(() -> {
                    for (int i = 0; i < 2000; i++) {
                        long committed = revision.incrementAndGet();
                        assertThat(current.get()).isGreaterThanOrEqualTo(committed);
                    }
                }));
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
        }
    }

    @Test
    void aFailureReachesItsCallersAndTheNextCallAsksAgain() {
        AtomicInteger queries = new AtomicInteger();
        CurrentRevision current = new CurrentRevision(() -> {
            if (queries.incrementAndGet() == 1) {
                throw new IllegalStateException("away");
            }
            return 7;
        });
        assertThatThrownBy(current::get).hasMessage("away");
        assertThat(current.get()).isEqualTo(7);
    }
}
