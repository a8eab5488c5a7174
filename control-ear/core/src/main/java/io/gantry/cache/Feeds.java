package io.gantry.cache;

import io.gantry.object.GroupResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The recent events and the watchers of all resources since the cache was loaded. Guarded by the lock of {@link WatchCache}. */
final class Feeds {

    private final WatchCache.Settings settings;
    private final long loadedAt;
    private final Map<GroupResource, ResourceFeed> feeds = new HashMap<>();

    Feeds(WatchCache.Settings settings, long loadedAt) {
        this.settings = settings;
        this.loadedAt = loadedAt;
    }

    ResourceFeed of(GroupResource resource) {
        return feeds.computeIfAbsent(
                resource, name -> new ResourceFeed(new EventRing(loadedAt, settings.ringSize(), settings.ringBytes())));
    }

    void publish(List<CacheEvent> events) {
        Map<GroupResource, List<CacheEvent>> byResource = new LinkedHashMap<>();
        for (CacheEvent event : events) {
            byResource
                    .computeIfAbsent(event.object().key().resource(), name -> new ArrayList<>())
                    .add(event);
        }
        byResource.forEach((resource, changes) -> of(resource).publish(changes));
    }

    void endAll() {
        feeds.values().forEach(ResourceFeed::endAll);
    }
}
