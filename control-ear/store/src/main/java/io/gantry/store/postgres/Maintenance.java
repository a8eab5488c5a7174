package io.gantry.store.postgres;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that keeps the log's partitions ready, its history as long as wanted, and values under the present key. */
final class Maintenance implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

    /** Two partitions ahead last a minute at 30,000 writes a second. */
    private static final long INTERVAL_SECONDS = 20;

    private final LogPartitions partitions;
    private final DocumentRewriter rewriter;
    private final Duration history;
    private final InstantSource clock;
    private final Thread thread;

    Maintenance(LogPartitions partitions, DocumentRewriter rewriter, Duration history, InstantSource clock) {
        this.partitions = partitions;
        this.rewriter = rewriter;
        this.history = history;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("store-maintenance").start(this::run);
    }

    private void run() {
        boolean rewritten = false;
        try {
            while (true) {
                rewritten = rewritten || rewrite();
                TimeUnit.SECONDS.sleep(INTERVAL_SECONDS);
                maintain();
            }
        } catch (InterruptedException e) {
            LOG.debug("store maintenance ends");
        }
    }

    /** Whether all values are under the present key; otherwise it is tried again. */
    private boolean rewrite() throws InterruptedException {
        try {
            rewriter.run();
            return true;
        } catch (RuntimeException e) {
            LOG.warn("values not rewritten under the present key error=\"{}\"", e.getMessage());
            return false;
        }
    }

    private void maintain() {
        try {
            partitions.createAhead();
            partitions.dropOld(clock.instant().minus(history));
        } catch (RuntimeException e) {
            LOG.warn("log partitions not maintained error=\"{}\"", e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
