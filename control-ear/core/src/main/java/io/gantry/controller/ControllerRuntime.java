package io.gantry.controller;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Runs one controller: turns events into keys, gives each key to the controller when the view shows what its last plan wrote, and has the
 * plan carried out. Failed keys are tried again with growing delays. Does nothing until {@link #start}.
 */
public final class ControllerRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(ControllerRuntime.class);
    private static final int QUEUE_CAPACITY = 500_000;

    /** How long a key waits at most between looks at whether the view has caught up; events wake it earlier. */
    private static final Duration CATCH_UP_CHECK = Duration.ofSeconds(1);

    private final Controller controller;
    private final Watches watches;
    private final ClusterView view;
    private final PlanExecutor executor;
    private final Workers workers;
    private final InstantSource clock;

    private final WorkQueue queue = new WorkQueue(QUEUE_CAPACITY);
    private final RetryDelays retries = new RetryDelays();
    private final CatchUp catchUp = new CatchUp();
    private boolean running;
    private boolean incomplete;
    private int active;

    public ControllerRuntime(
            Controller controller, ClusterView view, PlanExecutor executor, Workers workers, InstantSource clock) {
        this.controller = controller;
        this.watches = controller.watches();
        this.view = view;
        this.executor = executor;
        this.workers = workers;
        this.clock = clock;
    }

    public String name() {
        return controller.name();
    }

    /**
     * Begins work with every object there is.
     *
     * @param revision the revision that the view must have reached first: that of the write which made this process the leader
     */
    public void start(long revision) {
        synchronized (this) {
            running = true;
            catchUp.startAt(revision);
        }
        resync();
    }

    /** Ends work; a plan that is being carried out is finished. */
    public synchronized void stop() {
        running = false;
        queue.clear();
        retries.clear();
        catchUp.startAt(0);
    }

    /** The view was loaded anew: events may be missing, and its revision may have gone back. */
    public void onReload() {
        synchronized (this) {
            if (!running) {
                return;
            }
            catchUp.startAt(0);
        }
        resync();
    }

    /** Takes every object as if it had just been added; beside the caller's thread, since there may be many. */
    public void resync() {
        synchronized (this) {
            if (!running) {
                return;
            }
            incomplete = false;
        }
        workers.run(controller.name() + "-resync", this::takeAll);
    }

    private void takeAll() {
        for (GroupResource resource : watches.resources()) {
            view.list(resource).forEach(object -> accept(new CacheEvent.Added(object)));
        }
        dispatch();
    }

    /** Takes an event of the cache, after the view shows it. Quick; never waits for work. */
    public void onEvent(CacheEvent event) {
        accept(event);
        dispatch();
    }

    private void accept(CacheEvent event) {
        synchronized (this) {
            if (!running) {
                return;
            }
        }
        // Mapping reads the view: not under the lock that workers need.
        for (ObjectKey key : keys(event)) {
            add(key);
        }
    }

    /** A mapping that fails, however it does, must not stop the cache, on whose thread it runs. */
    private Collection<ObjectKey> keys(CacheEvent event) {
        try {
            return watches.keys(event, view);
        } catch (RuntimeException | Error mistake) {
            LOG.error("controller={} object=\"{}\" mapping=failed", controller.name(), event.object(), mistake);
            return List.of();
        }
    }

    private synchronized void add(ObjectKey key) {
        if (running && !queue.add(key) && !incomplete) {
            incomplete = true;
            LOG.warn("controller={} queue=full action=resync-later", controller.name());
        }
    }

    /** Looks after the keys whose time has come. To be called several times a second. */
    public void tick(Instant now) {
        boolean resync;
        synchronized (this) {
            queue.release(now);
            resync = running && incomplete && !queue.hasReady();
        }
        if (resync) {
            resync();
        }
        dispatch();
    }

    /** When {@link #tick} has something to do next. */
    public synchronized Optional<Instant> nextDue() {
        return queue.nextDue();
    }

    /** Keys that could be worked on now. */
    public synchronized int depth() {
        return queue.depth();
    }

    /**
     * Works on one key on the caller's thread, if one is ready; for the simulation.
     *
     * @return whether there was one
     */
    public boolean step(Instant now) {
        Optional<ObjectKey> key;
        synchronized (this) {
            catchUp.release(view.revision()).forEach(queue::add);
            queue.release(now);
            key = running ? queue.take() : Optional.empty();
        }
        key.ifPresent(k -> process(k, now));
        return key.isPresent();
    }

    private void dispatch() {
        int starts = 0;
        synchronized (this) {
            catchUp.release(view.revision()).forEach(queue::add);
            if (workers instanceof SteppedWorkers || !running) {
                return;
            }
            while (active < controller.concurrency() && starts < queue.depth()) {
                active++;
                starts++;
            }
        }
        for (int i = 0; i < starts; i++) {
            workers.start(controller.name(), this::drain);
        }
    }

    private void drain() {
        for (Optional<ObjectKey> key = takeOrLeave(); key.isPresent(); key = takeOrLeave()) {
            process(key.get(), clock.instant());
        }
    }

    /** Leaves in the same breath in which it finds nothing, so that no key is left behind without a worker. */
    private synchronized Optional<ObjectKey> takeOrLeave() {
        Optional<ObjectKey> key = running ? queue.take() : Optional.empty();
        if (key.isEmpty()) {
            active--;
        }
        return key;
    }

    private void process(ObjectKey key, Instant now) {
        try {
            synchronized (this) {
                if (catchUp.mustWait(key, view.revision())) {
                    queue.addAt(key, now.plus(CATCH_UP_CHECK));
                    return;
                }
            }
            finish(key, now, reconcile(key, now));
        } finally {
            synchronized (this) {
                queue.done(key);
            }
        }
    }

    private record Result(Plan plan, PlanExecutor.Outcome outcome) {}

    /** Whatever fails is tried again: a worker that ended by an {@code Error} would be missing until the next restart. */
    private Result reconcile(ObjectKey key, Instant now) {
        try {
            Plan plan = controller.reconcile(key, view, now);
            return new Result(plan, executor.execute(plan));
        } catch (RuntimeException | Error mistake) {
            LOG.error("controller={} key=\"{}\" reconcile=failed", controller.name(), key, mistake);
            RuntimeException failure =
                    mistake instanceof RuntimeException known ? known : new IllegalStateException(mistake);
            return new Result(Plan.NOTHING, new PlanExecutor.Outcome(0, Optional.of(failure)));
        }
    }

    private synchronized void finish(ObjectKey key, Instant now, Result result) {
        if (!running) {
            return;
        }
        catchUp.wrote(key, result.outcome().revision());
        if (result.outcome().failure().isPresent()) {
            retry(key, now, result.outcome().failure().get());
            return;
        }
        retries.forget(key);
        result.plan().requeueAfter().ifPresent(delay -> delay(key, now.plus(delay)));
    }

    private void retry(ObjectKey key, Instant now, RuntimeException why) {
        Duration delay = retries.next(key, now);
        // Worth an operator's eye unless the view was merely behind.
        Level level = Plan.isOutrun(why) ? Level.DEBUG : Level.INFO;
        LOG.atLevel(level)
                .log(
                        "controller={} key=\"{}\" retry={} delay_ms={} cause=\"{}\"",
                        controller.name(),
                        key,
                        retries.failures(key),
                        delay.toMillis(),
                        why.getMessage());
        delay(key, now.plus(delay));
    }

    private void delay(ObjectKey key, Instant due) {
        if (!queue.addAt(key, due)) {
            incomplete = true;
        }
    }
}
