package io.gantry.api;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.Listing;
import io.gantry.cache.Subscription;
import io.gantry.cache.WatchCache;
import io.gantry.object.GroupResource;
import io.gantry.store.RevisionCompactedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collections as they were: those that a client reads in pages are kept for a while (they share their objects), others are found by
 * undoing what has happened since.
 */
final class PastListings {

    private record Key(GroupResource resource, Optional<String> namespace, long revision) {}

    private record Kept(Listing listing, Instant until) {}

    private static final int MOST = 32;

    /** As long as upstream's store keeps what a page goes on from. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final WatchCache cache;
    private final InstantSource clock;

    private final Map<Key, Kept> kept = new LinkedHashMap<>(MOST, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
            return size() > MOST;
        }
    };

    PastListings(WatchCache cache, InstantSource clock) {
        this.cache = cache;
        this.clock = clock;
    }

    synchronized void remember(GroupResource resource, Optional<String> namespace, Listing listing) {
        Instant now = clock.instant();
        kept.values().removeIf(old -> old.until().isBefore(now));
        kept.putIfAbsent(new Key(resource, namespace, listing.revision()), new Kept(listing, now.plus(LONGEST)));
    }

    private synchronized Optional<Listing> remembered(Key key) {
        return Optional.ofNullable(kept.get(key)).map(Kept::listing);
    }

    /** The collection as of a revision; empty when that can no longer be told. */
    Optional<Listing> at(GroupResource resource, Optional<String> namespace, long revision) {
        Optional<Listing> remembered = remembered(new Key(resource, namespace, revision));
        return remembered.isPresent() ? remembered : undone(resource, namespace, revision);
    }

    /**
     * The collection as of a revision, however long ago, as far as history reaches. Not for pages: upstream's clients expect that the
     * rest of a list can be forgotten after minutes.
     */
    Optional<Listing> longAgo(GroupResource resource, Optional<String> namespace, long revision) {
        return at(resource, namespace, revision).or(() -> fromHistory(resource, namespace, revision));
    }

    private Optional<Listing> fromHistory(GroupResource resource, Optional<String> namespace, long revision) {
        try {
            return Optional.of(cache.listAt(resource, namespace, revision));
        } catch (RevisionCompactedException e) {
            return Optional.empty();
        }
    }

    private Optional<Listing> undone(GroupResource resource, Optional<String> namespace, long revision) {
        Listing present = cache.list(resource, namespace);
        if (present.revision() == revision) {
            return Optional.of(present);
        }
        try (Subscription since = cache.subscribe(resource, namespace, revision, () -> {})) {
            List<CacheEvent> events = since.poll();
            return since.ended() ? Optional.empty() : present.before(events, revision);
        } catch (RevisionCompactedException e) {
            return Optional.empty();
        }
    }
}
