package io.gantry.server.carriers;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many threads carry virtual ones: few, since each that is idle is woken for what a busy one would have done in a moment; many while a
 * virtual thread has to wait for one, since those that it waits for may all be held by threads that wait for it (they load classes).
 */
final class Carriers {

    private static final Logger LOG = LoggerFactory.getLogger(Carriers.class);

    /** A virtual thread that has not run for so long waits for a carrier that may never be free. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** After a standstill there are many for so long. */
    private static final Duration CARE = Duration.ofSeconds(10);

    private final IntConsumer parallelism;
    private final int few;
    private final int many;
    private final Executor virtual;
    private final Executor strangers;
    private final LongSupplier nanoTime;

    private volatile boolean ran = true;
    private long asked;
    private boolean wide;
    private long widened;

    /**
     * @param parallelism tells the scheduler of virtual threads how many carriers it has
     * @param virtual runs a task on a virtual thread
     * @param strangers runs each task on a new thread that is none: what comes from one whose tasks wait already makes the scheduler
     *     look for no further carrier
     */
    Carriers(IntConsumer parallelism, int few, int many, Executor virtual, Executor strangers, LongSupplier nanoTime) {
        this.parallelism = parallelism;
        this.few = few;
        this.many = many;
        this.virtual = virtual;
        this.strangers = strangers;
        this.nanoTime = nanoTime;
        parallelism.accept(few);
    }

    /** To be called some times a second, by a thread that is no virtual one. */
    void look() {
        long now = nanoTime.getAsLong();
        if (!ran && now - asked > PATIENCE.toNanos()) {
            widen(now);
        }
        if (!ran) {
            return;
        }
        if (wide && now - widened > CARE.toNanos()) {
            wide = false;
            parallelism.accept(few);
            LOG.info("event=carriers-free carriers={}", few);
        }
        ran = false;
        asked = now;
        probe();
    }

    private void widen(long now) {
        if (!wide) {
            wide = true;
            parallelism.accept(many);
            LOG.warn("event=carriers-held-up carriers={}", many);
        }
        widened = now;
        strangers.execute(this::probe);
    }

    private void probe() {
        virtual.execute(() -> ran = true);
    }
}
