package io.gantry.controller.eventttl;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.ResourceNames;
import io.gantry.controller.model.Timestamps;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Removes events when they have told nothing new for a while; kube-apiserver does it with a lease on the key ({@code --event-ttl}). */
public final class EventExpiryController implements Controller {

    private final Duration lifetime;

    /**
     * @param lifetime since an event was last counted up, one hour by default
     */
    public EventExpiryController(Duration lifetime) {
        this.lifetime = lifetime;
    }

    @Override
    public String name() {
        return "event-expiry-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .on(
                        ResourceNames.EVENTS,
                        (event, view) -> event instanceof CacheEvent.Deleted
                                ? List.of()
                                : List.of(event.object().key()));
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .map(event -> Plan.deleteAt(lastTold(event).plus(lifetime), event, now))
                .orElse(Plan.NOTHING);
    }

    private static Instant lastTold(ApiObject event) {
        return Stream.of(
                        event.json().path("lastTimestamp"),
                        event.json().path("eventTime"),
                        event.json().path("series").path("lastObservedTime"),
                        event.metadata().path("creationTimestamp"))
                .flatMap(time -> Timestamps.read(time).stream())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }
}
