package io.gantry.server.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CarriersTest {

    private static final CountDownLatch OTHERS = new CountDownLatch(1);

    private final Deque<Runnable> probes = new ArrayDeque<>();
    private final List<Integer> numbers = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private final Carriers carriers =
            new Carriers(numbers::add, 3, 64, probes::add, Runnable::run, () -> now.toNanos());

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            now = now.plusMillis(100);
            carriers.look();
        }
    }

    @Test
    void thereAreFewWhileVirtualThreadsRunSoon() {
        for (int i = 0; i < 100; i++) {
            look(4);
            probes.remove().run();
        }
        assertThat(numbers).containsExactly(3);
        assertThat(probes).isEmpty();
    }

    @Test
    void thereAreManyWhileOneWaitsAndAWhileAfterIt() {
        look(5);
        assertThat(numbers).containsExactly(3);
        look(5);
        assertThat(numbers).containsExactly(3, 64);
        probes.forEach(Runnable::run);
        probes.clear();
        for (int i = 0; i < 95; i++) {
            look(1);
            probes.remove().run();
        }
        assertThat(numbers).containsExactly(3, 64);
        for (int i = 0; i < 10; i++) {
            look(1);
            probes.remove().run();
        }
        assertThat(numbers).containsExactly(3, 64, 3);
    }

    /** What is waited for inside keeps the carrier of who waits. */
    private static final class LoadedSlowly {
        static {
            try {
                OTHERS.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        static void use() {}
    }

    @Test
    void aStandstillOfRealCarriersEnds() throws InterruptedException {
        VirtualThreadSchedulerMXBean scheduler =
                ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
        int before = scheduler.getParallelism();
        try {
            Carriers real = new Carriers(
                    scheduler::setParallelism,
                    1,
                    8,
                    Thread.ofVirtual()::start,
                    Thread.ofPlatform()::start,
                    System::nanoTime);
            long begun = System.nanoTime();
            Thread loading = Thread.ofVirtual().start(LoadedSlowly::use);
            Thread other = Thread.ofVirtual().start(() -> {
                Thread.yield();
                OTHERS.countDown();
            });
            while (!other.join(Duration.ofMillis(50))) {
                real.look();
            }
            loading.join();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        } finally {
            scheduler.setParallelism(before);
        }
    }
}
