package io.gantry.agent.probe;

import io.gantry.agent.object.Probe;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;

/**
 * Runs the probes of one running container: one virtual thread a probe. Readiness and liveness begin when the startup probe has
 * succeeded.
 */
public final class ContainerProbes implements AutoCloseable {

    /** Results that were known of the same container before. */
    public record Known(boolean started, boolean ready) {

        public static final Known NOTHING = new Known(false, false);
    }

    private final HandlerRunner runner;
    private final Target target;
    private final InstantSource clock;
    private final Runnable onChange;
    private final BiConsumer<String, String> onNews;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch startup = new CountDownLatch(1);
    private volatile boolean started;
    private volatile boolean ready;
    private volatile Optional<Probe.Kind> failed = Optional.empty();

    /**
     * @param known what is known from before an agent restart
     * @param onChange called when one of the getters changed
     * @param onNews gets reason and message of every probe that an operator should know of
     */
    public ContainerProbes(
            HandlerRunner runner,
            Target target,
            InstantSource clock,
            Known known,
            Runnable onChange,
            BiConsumer<String, String> onNews) {
        this.runner = runner;
        this.target = target;
        this.clock = clock;
        this.onChange = onChange;
        this.onNews = onNews;
        this.started =
                known.started() || target.container().probe(Probe.Kind.STARTUP).isEmpty();
        this.ready =
                known.ready() || target.container().probe(Probe.Kind.READINESS).isEmpty();
        if (started) {
            startup.countDown();
        }
    }

    public void start() {
        for (Probe.Kind kind : Probe.Kind.values()) {
            Optional<Probe> probe = target.container().probe(kind);
            if (probe.isPresent() && !(kind == Probe.Kind.STARTUP && started)) {
                threads.add(Thread.ofVirtual()
                        .name("probe-" + target.container().name() + "-" + kind)
                        .start(() -> run(kind, probe.get())));
            }
        }
    }

    public boolean started() {
        return started;
    }

    public boolean ready() {
        return ready;
    }

    public Optional<Probe.Kind> failed() {
        return failed;
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }

    private void run(Probe.Kind kind, Probe probe) {
        try {
            if (kind != Probe.Kind.STARTUP) {
                startup.await();
            }
            Instant first = target.record().startedAt().plus(probe.initialDelay());
            Duration delay = Duration.between(clock.instant(), first);
            Thread.sleep(delay.isNegative() ? Duration.ZERO : delay);
            loop(kind, probe);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop(Probe.Kind kind, Probe probe) throws InterruptedException {
        int run = 0;
        boolean last = false;
        while (!Thread.currentThread().isInterrupted()) {
            Outcome outcome = runner.run(probe.handler(), target, probe.timeout());
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            runner.counts().add(kind, outcome, target);
            outcome.news(kind).ifPresent(news -> onNews.accept(news.reason(), news.message()));
            // what could not be asked says nothing of the container: the engine may be away
            if (outcome.certain()) {
                run = run > 0 && outcome.success() == last ? run + 1 : 1;
                last = outcome.success();
                int threshold = last ? probe.successThreshold() : probe.failureThreshold();
                if (run >= threshold && settles(kind, last)) {
                    return;
                }
            }
            Thread.sleep(probe.period());
        }
    }

    /** Notes a result that counts; true when the probe has done its work for this container. */
    private boolean settles(Probe.Kind kind, boolean success) {
        return switch (kind) {
            case STARTUP -> {
                if (success) {
                    started = true;
                    startup.countDown();
                } else {
                    failed = Optional.of(kind);
                }
                onChange.run();
                yield true;
            }
            case LIVENESS -> {
                if (!success) {
                    failed = Optional.of(kind);
                    onChange.run();
                }
                yield !success;
            }
            case READINESS -> {
                if (ready != success) {
                    ready = success;
                    onChange.run();
                }
                yield false;
            }
        };
    }
}
