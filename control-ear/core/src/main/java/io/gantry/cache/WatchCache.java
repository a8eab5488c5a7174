package io.gantry.cache;

import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.store.ObjectStore;
import io.gantry.store.RevisionCompactedException;
import io.gantry.store.StoreEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every object of the cluster in memory, following the store's log. Reads and watches are served from here; reads take no lock. One
 * thread follows ({@link #start}); a simulation calls {@link #catchUp} instead, and waiting then means catching up.
 */
public final class WatchCache implements ClusterView, AutoCloseable {

    /**
     * Bounds.
     *
     * @param ringSize recent events kept for each resource, from which watches resume
     * @param ringBytes size of their objects at most
     * @param queueSize events that may wait for one watcher before it is cut off
     * @param pollInterval longest wait for a wake-up of the store
     */
    public record Settings(int ringSize, long ringBytes, int queueSize, Duration pollInterval) {
        private static final long RING_BYTES = 32L << 20;

        public static final Settings DEFAULT = new Settings(4096, 8192, Duration.ofSeconds(1));

        public Settings(int ringSize, int queueSize, Duration pollInterval) {
            this(ringSize, RING_BYTES, queueSize, pollInterval);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(WatchCache.class);
    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final int BATCH = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LOAD_ATTEMPTS = 5;

    private final ObjectStore store;
    private final Settings settings;
    private final LogReplay replay;
    private final Progress progress = new Progress();
    private final List<Consumer<CacheEvent>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> reloads = new CopyOnWriteArrayList<>();

    /** Held while events are applied and told on, so that everybody hears of them in order. */
    private final ReentrantLock applying = new ReentrantLock();

    private volatile ClusterState state = ClusterState.EMPTY;
    /** The revision up to which watchers have been offered all events; follows {@link #state}. */
    private volatile long published;

    private Feeds feeds;
    private volatile Optional<Follower> follower = Optional.empty();
    private Optional<AutoCloseable> wakeUps = Optional.empty();

    public WatchCache(ObjectStore store, Settings settings) {
        this.store = store;
        this.settings = settings;
        this.replay = new LogReplay(store);
        this.feeds = new Feeds(settings, 0);
    }

    /** Loads everything, then follows the store on a thread of its own until {@link #close}. */
    public void start() {
        load();
        Follower started = new Follower(this::advance, settings.pollInterval());
        follower = Optional.of(started);
        wakeUps = Optional.of(store.onCommit(started::ask));
    }

    /** Loads everything anew and ends every subscription; listeners are told what is different. */
    public void load() {
        applying.lock();
        try {
            ClusterState loaded = loaded();
            List<CacheEvent> changes = state.changesTo(loaded);
            Feeds ended = feeds;
            feeds = new Feeds(settings, loaded.revision());
            publish(loaded);
            ended.endAll();
            changes.forEach(this::tell);
            reloads.forEach(Runnable::run);
            LOG.info("cache loaded revision={} changes={}", loaded.revision(), changes.size());
        } finally {
            applying.unlock();
        }
    }

    private ClusterState loaded() {
        for (int attempt = 1; ; attempt++) {
            try {
                return new Loader(store).load();
            } catch (RevisionCompactedException e) {
                if (attempt == LOAD_ATTEMPTS) {
                    throw e;
                }
                LOG.warn("log was cut while the cache loaded attempt={} error={}", attempt, e.getMessage());
            }
        }
    }

    /** Applies all events that the store has, on the caller's thread; for simulations. Does nothing when called by a listener. */
    public void catchUp() {
        advance(Long.MAX_VALUE);
    }

    /** Follows at least to a revision, or as far as the store has got. */
    private void advance(long target) {
        if (applying.isHeldByCurrentThread()) {
            return;
        }
        applying.lock();
        try {
            boolean full = false;
            while (full || state.revision() < target) {
                List<StoreEvent> events = store.eventsAfter(state.revision(), BATCH);
                if (events.isEmpty()) {
                    reloadIfTheStoreWentBack();
                    return;
                }
                apply(events);
                full = events.size() >= BATCH;
            }
        } catch (RevisionCompactedException e) {
            LOG.warn("cache fell behind the log and loads anew error={}", e.getMessage());
            load();
        } finally {
            applying.unlock();
        }
    }

    private void reloadIfTheStoreWentBack() {
        long reached = store.revision();
        if (reached < state.revision()) {
            LOG.warn("the store went back and the cache loads anew from={} to={}", state.revision(), reached);
            load();
        }
    }

    private void apply(List<StoreEvent> events) {
        ClusterState.Step step = state.after(events);
        state = step.state();
        progress.advanceTo(state.revision());
        feeds.publish(step.changes());
        published = state.revision();
        step.changes().forEach(this::tell);
    }

    private void publish(ClusterState next) {
        state = next;
        published = next.revision();
        progress.advanceTo(next.revision());
    }

    private void tell(CacheEvent event) {
        for (Consumer<CacheEvent> listener : listeners) {
            try {
                listener.accept(event);
            } catch (RuntimeException | Error e) {
                LOG.error("listener failed object=\"{}\"", event.object(), e);
            }
        }
    }

    /**
     * Waits until the cache shows everything that is committed now, so that a read which follows is not stale. Throws {@link
     * StaleCacheException} when it takes too long.
     */
    public long awaitCurrent() {
        long before = state.revision();
        long wanted = store.revision();
        if (wanted < before) {
            // The store went back; nothing may be read before the cache has noticed.
            catchUp();
            return state.revision();
        }
        awaitRevision(wanted, PATIENCE);
        return wanted;
    }

    /** Waits until the cache has reached a revision; throws {@link StaleCacheException} when it takes too long. */
    public void awaitRevision(long wanted, Duration timeout) {
        if (state.revision() >= wanted) {
            return;
        }
        if (follower.isEmpty()) {
            advance(wanted);
        } else {
            follower.get().ask(wanted);
            await(wanted, timeout);
        }
        if (state.revision() < wanted) {
            throw new StaleCacheException(wanted, state.revision());
        }
    }

    private void await(long wanted, Duration timeout) {
        try {
            if (!progress.await(wanted, timeout)) {
                throw new StaleCacheException(wanted, state.revision());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StaleCacheException(wanted, state.revision());
        }
    }

    /** All objects of a resource with the revision they are of. */
    public Listing list(GroupResource resource, Optional<String> namespace) {
        ClusterState present = state;
        return new Listing(present.of(resource), namespace, present.revision());
    }

    /**
     * All objects of a resource as they were, read from the store's log. Throws {@link RevisionCompactedException} when that does not
     * reach back so far.
     */
    public Listing listAt(GroupResource resource, Optional<String> namespace, long revision) {
        String prefix =
                namespace.map(name -> ObjectKey.prefix(resource, name)).orElseGet(() -> ObjectKey.prefix(resource));
        ResourceState then = ResourceState.EMPTY;
        for (ApiObject object : store.history().list(prefix, revision).objects()) {
            then = then.with(object);
        }
        return new Listing(then, namespace, revision);
    }

    /** The newest revision at a time, 0 when the log does not reach back so far. */
    public long revisionAt(Instant time) {
        return store.history().revisionAt(time);
    }

    /**
     * Queues all events of a resource after a revision: recent ones from memory, older ones from the store's log. Throws {@link
     * RevisionCompactedException} when they are no longer known, or are more than a watcher's queue holds.
     *
     * @param onReady see {@link Subscription}
     */
    public Subscription subscribe(
            GroupResource resource, Optional<String> namespace, long afterRevision, Runnable onReady) {
        return subscribe(resource, IndexedTerms.in(namespace), afterRevision, onReady);
    }

    /** The same of the events only that some terms concern: nobody is woken for another. */
    public Subscription subscribe(GroupResource resource, IndexedTerms terms, long afterRevision, Runnable onReady) {
        QueueSubscription subscription = new QueueSubscription(
                terms,
                afterRevision,
                settings.queueSize(),
                onReady,
                () -> published,
                closing -> unsubscribe(resource, closing));
        long covered = afterRevision;
        while (!attached(resource, subscription, covered)) {
            long upTo = state.revision();
            subscription.offer(replay.events(resource, terms.namespace(), covered, upTo, settings.queueSize()));
            covered = upTo;
        }
        return subscription;
    }

    /** False when the events in memory do not reach back so far. */
    private boolean attached(GroupResource resource, QueueSubscription subscription, long covered) {
        applying.lock();
        try {
            ResourceFeed feed = feeds.of(resource);
            if (covered < feed.start()) {
                return false;
            }
            feed.subscribe(subscription, covered);
            return true;
        } finally {
            applying.unlock();
        }
    }

    private void unsubscribe(GroupResource resource, QueueSubscription subscription) {
        applying.lock();
        try {
            feeds.of(resource).unsubscribe(subscription);
        } finally {
            applying.unlock();
        }
    }

    /** Ends all watches of a resource: what its objects look like has changed, so watchers must list again. */
    public void endSubscriptions(GroupResource resource) {
        applying.lock();
        try {
            feeds.of(resource).endAll();
        } finally {
            applying.unlock();
        }
    }

    /**
     * Calls the listener with every event in order, on the thread that follows the store and after the cache shows it; it must be
     * quick. A listener registered before {@link #start} or {@link #load} is told of every object as Added.
     */
    public AutoCloseable onEvent(Consumer<CacheEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Calls back after everything was loaded anew: steps may have been missed, and the revision may have gone back. */
    public AutoCloseable onLoad(Runnable listener) {
        reloads.add(listener);
        return () -> reloads.remove(listener);
    }

    @Override
    public Optional<ApiObject> get(ObjectKey key) {
        return state.of(key.resource()).get(key);
    }

    @Override
    public List<ApiObject> list(GroupResource resource) {
        return state.of(resource).objects().all();
    }

    @Override
    public List<ApiObject> list(GroupResource resource, String namespace) {
        return state.of(resource).inNamespace(namespace);
    }

    @Override
    public List<ApiObject> podsOnNode(String nodeName) {
        return state.of(PODS).withValue(nodeName, Optional.empty());
    }

    @Override
    public List<ApiObject> controlledBy(GroupResource resource, String ownerUid) {
        return state.of(resource).controlledBy(ownerUid);
    }

    @Override
    public List<ApiObject> uncontrolled(GroupResource resource, String namespace) {
        return state.of(resource).uncontrolled(namespace);
    }

    @Override
    public List<ApiObject> labeled(GroupResource resource, String namespace, Map<String, String> labels) {
        IndexedTerms terms = IndexedTerms.labels(labels);
        return state.of(resource).among(Optional.of(namespace), terms).stream()
                .filter(terms::holdFor)
                .toList();
    }

    @Override
    public List<ApiObject> dependents(String ownerUid) {
        return state.dependents(ownerUid);
    }

    @Override
    public long revision() {
        return state.revision();
    }

    @Override
    public void close() {
        wakeUps.ifPresent(this::stopListening);
        follower.ifPresent(Follower::close);
        applying.lock();
        try {
            feeds.endAll();
        } finally {
            applying.unlock();
        }
    }

    private void stopListening(AutoCloseable registration) {
        try {
            registration.close();
        } catch (Exception e) {
            LOG.warn("listener not removed error={}", e.toString());
        }
    }
}
