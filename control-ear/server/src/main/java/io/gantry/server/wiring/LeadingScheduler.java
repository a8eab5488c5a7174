package io.gantry.server.wiring;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.WatchCache;
import io.gantry.controller.LeaderElector;
import io.gantry.event.EventDraft;
import io.gantry.registry.ObjectWriter;
import io.gantry.scheduler.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The scheduler with its one thread, while this instance leads. */
final class LeadingScheduler implements LeaderElector.Follower {

    private static final Logger LOG = LoggerFactory.getLogger(LeadingScheduler.class);

    /** Longest rest: pods that wait for their back-off are looked at this often. */
    private static final Duration REST = Duration.ofMillis(200);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** One term of leadership: a fresh scheduler, since the cluster may have changed in between. */
    private record Term(Scheduler scheduler, Thread thread) {}

    private final WatchCache cache;
    private final ObjectWriter writer;
    private final Consumer<EventDraft> events;
    private final Executor binders;
    private final InstantSource clock;
    private final SplittableGenerator random;
    private volatile Optional<Term> term = Optional.empty();

    /**
     * @param random is split under this object's lock: the thread of an ending term may still run beside the next one's
     */
    LeadingScheduler(
            WatchCache cache,
            ObjectWriter writer,
            Consumer<EventDraft> events,
            Executor binders,
            InstantSource clock,
            SplittableGenerator random) {
        this.cache = cache;
        this.writer = writer;
        this.events = events;
        this.binders = binders;
        this.clock = clock;
        this.random = random;
        cache.onEvent(this::onEvent);
        cache.onLoad(this::onLoad);
    }

    private void onEvent(CacheEvent event) {
        term.ifPresent(running -> {
            if (running.scheduler().offer(event)) {
                LockSupport.unpark(running.thread());
            }
        });
    }

    /** What the scheduler knows may be of a past that no longer is: it begins anew. */
    private void onLoad() {
        if (term.isPresent()) {
            resign();
            lead(cache.revision());
        }
    }

    @Override
    public synchronized void lead(long revision) {
        cache.awaitRevision(revision, PATIENCE);
        Scheduler scheduler = new Scheduler(cache, writer, events, binders, random.split());
        Thread thread = Thread.ofPlatform().daemon().name("scheduler").unstarted(() -> run(scheduler));
        // events first, then everything: knowing an object twice does no harm, missing one would
        term = Optional.of(new Term(scheduler, thread));
        scheduler.load();
        thread.start();
    }

    @Override
    public synchronized void resign() {
        Optional<Term> ending = term;
        term = Optional.empty();
        ending.ifPresent(running -> LockSupport.unpark(running.thread()));
    }

    private void run(Scheduler scheduler) {
        while (term.isPresent() && term.get().scheduler() == scheduler) {
            try {
                if (!scheduler.step(clock.instant())) {
                    LockSupport.parkNanos(REST.toNanos());
                }
            } catch (RuntimeException | Error e) {
                // an Error, too: without its thread this instance would keep the lease and schedule nothing
                LOG.error("event=scheduling-failed", e);
                LockSupport.parkNanos(REST.toNanos());
            }
        }
    }
}
