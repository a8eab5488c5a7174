package io.gantry.e2e;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Asks a Service all the time, each time on a new connection, and keeps account of what did not succeed. */
final class ServiceLoad implements AutoCloseable {

    private static final long PAUSE_NANOS = 50_000_000;

    private final String url;
    private final Supplier<String> situation;
    private final AtomicReference<String> atFirstFailure = new AtomicReference<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean ended;

    /** @param situation asked once, right after the first failure */
    ServiceLoad(String url, Supplier<String> situation) {
        this.url = url;
        this.situation = situation;
        callers.submit(this::ask);
        callers.submit(this::ask);
    }

    int answered() {
        return answered.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /** What has to be known to understand the failures; empty without any. */
    String situation() {
        return Objects.requireNonNullElse(atFirstFailure.get(), "");
    }

    private void ask() {
        while (!ended) {
            try {
                Http.get(url);
                answered.incrementAndGet();
            } catch (IOException e) {
                failures.add(Instant.now() + " " + e);
                if (atFirstFailure.compareAndSet(null, "not known yet")) {
                    atFirstFailure.set(situation.get());
                }
            } catch (InterruptedException e) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Override
    public void close() {
        ended = true;
        callers.close();
    }
}
