package io.gantry.cache;

import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.store.ObjectStore;
import io.gantry.store.RevisionCompactedException;
import io.gantry.store.StoreEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every object of the cluster in memory, following the store's log. Reads and watches are served from here. One thread follows
 * ({@link #start}); a simulation calls {@link #catchUp} instead.
 */
public final class WatchCache implements ClusterView, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchCache.class);
    private static final GroupResource PODS = new GroupResource("", "pods");

    /**
     * Bounds.
     *
     * @param ringSize recent events kept for each resource, from which watches resume
     * @param queueSize events that may wait for one watcher before it is cut off
     * @param pollInterval longest wait for a wake-up of the store
     */
    public record Settings(int ringSize, int queueSize, Duration pollInterval) {
        public static final Settings DEFAULT = new Settings(4096, 4096, Duration.ofSeconds(1));
    }

    /** Objects of one resource as of one revision. */
    public record Listing(List<ApiObject> objects, long revision) {}

    private static final int BATCH = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ObjectStore store;
    private final Settings settings;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Condition advanced = lock.writeLock().newCondition();
    private final List<Consumer<CacheEvent>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> reloads = new CopyOnWriteArrayList<>();
    private final Object wake = new Object();
    private Map<GroupResource, ResourceCache> resources = new HashMap<>();
    private volatile long revision;
    private long loadedAt;
    private boolean wakeUp;
    private volatile boolean closed;

    public WatchCache(ObjectStore store, Settings settings) {
        this.store = store;
        this.settings = settings;
    }

    /** Loads everything, then follows the store on a thread of its own until {@link #close}. */
    public void start() {
        load();
        AutoCloseable registration = store.onCommit(reached -> signal());
        Thread.ofPlatform().daemon().name("watch-cache").start(() -> follow(registration));
    }

    private void follow(AutoCloseable registration) {
        while (!closed) {
            try {
                catchUp();
                awaitSignal();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            } catch (RuntimeException e) {
                LOG.warn("cache cannot follow the store error={}", e.toString());
                pause();
            }
        }
        try {
            registration.close();
        } catch (Exception e) {
            LOG.warn("listener not removed error={}", e.toString());
        }
    }

    /** Loads the whole store, ending every subscription. */
    public void load() {
        Map<GroupResource, ResourceCache> fresh = new HashMap<>();
        ObjectStore.Snapshot snapshot = store.list("", "", Integer.MAX_VALUE);
        for (ApiObject object : snapshot.objects()) {
            fresh.computeIfAbsent(object.key().resource(), name -> cache(name, snapshot.revision()))
                    .load(object);
        }
        lock.writeLock().lock();
        try {
            resources.values().forEach(ResourceCache::endAll);
            resources = fresh;
            loadedAt = snapshot.revision();
            revision = snapshot.revision();
            advanced.signalAll();
        } finally {
            lock.writeLock().unlock();
        }
        reloads.forEach(Runnable::run);
        LOG.info("cache loaded objects={} revision={}", snapshot.objects().size(), snapshot.revision());
    }

    private ResourceCache cache(GroupResource resource, long ringStart) {
        return new ResourceCache(resource, settings.ringSize(), ringStart);
    }

    /** Applies all events that the store has, on the caller's thread; for the follower and for simulations only. */
    public void catchUp() {
        while (true) {
            List<StoreEvent> events;
            try {
                events = store.eventsAfter(revision, BATCH);
            } catch (RevisionCompactedException e) {
                LOG.warn("cache fell behind the log and loads anew error={}", e.getMessage());
                load();
                continue;
            }
            if (events.isEmpty()) {
                if (store.revision() < revision) {
                    LOG.warn("the store went back and the cache loads anew revision={}", revision);
                    load();
                }
                return;
            }
            apply(events);
        }
    }

    private void apply(List<StoreEvent> events) {
        List<CacheEvent> applied = new ArrayList<>(events.size());
        lock.writeLock().lock();
        try {
            for (StoreEvent event : events) {
                ResourceCache cache = resources.computeIfAbsent(event.key().resource(), name -> cache(name, loadedAt));
                CacheEvent change = switch (event) {
                    case StoreEvent.Created created -> cache.put(created.object());
                    case StoreEvent.Updated updated -> cache.put(updated.object());
                    case StoreEvent.Removed removed -> cache.remove(removed.object());
                };
                // in this order: who reads a revision finds all events up to it in its queue, so that bookmarks lose
                // none
                cache.publish(change);
                revision = event.revision();
                applied.add(change);
            }
            advanced.signalAll();
        } finally {
            lock.writeLock().unlock();
        }
        for (CacheEvent event : applied) {
            listeners.forEach(listener -> listener.accept(event));
        }
    }

    private void signal() {
        synchronized (wake) {
            wakeUp = true;
            wake.notifyAll();
        }
    }

    private void awaitSignal() throws InterruptedException {
        synchronized (wake) {
            if (!wakeUp) {
                wake.wait(settings.pollInterval().toMillis());
            }
            wakeUp = false;
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    /** Waits until the cache shows everything that is committed now, so that a read which follows is not stale. */
    public long awaitCurrent() {
        long wanted = store.revision();
        awaitRevision(wanted, PATIENCE);
        return wanted;
    }

    /** Waits until the cache has reached a revision; throws {@link StaleCacheException} when it takes too long. */
    public void awaitRevision(long wanted, Duration timeout) {
        if (revision >= wanted) {
            return;
        }
        signal();
        long left = timeout.toNanos();
        lock.writeLock().lock();
        try {
            while (revision < wanted) {
                if (left <= 0) {
                    throw new StaleCacheException(wanted, revision);
                }
                left = advanced.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StaleCacheException(wanted, revision);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** All objects of a resource with the revision they are of. */
    public Listing list(GroupResource resource, Optional<String> namespace) {
        lock.readLock().lock();
        try {
            return new Listing(
                    find(resource).map(cache -> cache.list(namespace)).orElse(List.of()), revision);
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Queues all events of a resource after a revision. Throws {@link RevisionCompactedException} when they are no longer known.
     *
     * @param onReady see {@link Subscription}
     */
    public Subscription subscribe(
            GroupResource resource, Optional<String> namespace, long afterRevision, Runnable onReady) {
        lock.writeLock().lock();
        try {
            ResourceCache cache = resources.computeIfAbsent(resource, name -> cache(name, loadedAt));
            QueueSubscription subscription = new QueueSubscription(
                    namespace, settings.queueSize(), onReady, () -> revision, closing -> unsubscribe(cache, closing));
            cache.subscribe(subscription, afterRevision);
            return subscription;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void unsubscribe(ResourceCache cache, QueueSubscription subscription) {
        lock.writeLock().lock();
        try {
            cache.unsubscribe(subscription);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Calls the listener with every event in order, on the thread that follows the store; it must be quick. */
    public AutoCloseable onEvent(Consumer<CacheEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Calls back after everything was loaded anew: events may have been missed, and the revision may have gone back. */
    public AutoCloseable onLoad(Runnable listener) {
        reloads.add(listener);
        return () -> reloads.remove(listener);
    }

    @Override
    public Optional<ApiObject> get(ObjectKey key) {
        lock.readLock().lock();
        try {
            return find(key.resource()).flatMap(cache -> cache.get(key));
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public List<ApiObject> list(GroupResource resource) {
        return list(resource, Optional.empty()).objects();
    }

    @Override
    public List<ApiObject> list(GroupResource resource, String namespace) {
        return list(resource, Optional.of(namespace)).objects();
    }

    @Override
    public List<ApiObject> podsOnNode(String nodeName) {
        lock.readLock().lock();
        try {
            return find(PODS).map(cache -> cache.onNode(nodeName)).orElse(List.of());
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public List<ApiObject> controlledBy(GroupResource resource, String ownerUid) {
        lock.readLock().lock();
        try {
            return find(resource).map(cache -> cache.controlledBy(ownerUid)).orElse(List.of());
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public List<ApiObject> uncontrolled(GroupResource resource, String namespace) {
        lock.readLock().lock();
        try {
            return find(resource).map(cache -> cache.uncontrolled(namespace)).orElse(List.of());
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public List<ApiObject> dependents(String ownerUid) {
        lock.readLock().lock();
        try {
            return resources.values().stream()
                    .flatMap(cache -> cache.ownedBy(ownerUid).stream())
                    .toList();
        } finally {
            lock.readLock().unlock();
        }
    }

    private Optional<ResourceCache> find(GroupResource resource) {
        return Optional.ofNullable(resources.get(resource));
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public void close() {
        closed = true;
        signal();
        lock.writeLock().lock();
        try {
            resources.values().forEach(ResourceCache::endAll);
        } finally {
            lock.writeLock().unlock();
        }
    }
}
