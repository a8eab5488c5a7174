package io.gantry.aggregation;

import io.gantry.cache.CacheEvent;
import io.gantry.object.ApiObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All versions that extension servers serve. Follows the cache: to be registered there before it starts. One thread tells of changes; any
 * number read one immutable snapshot.
 */
public final class AggregatedApis implements Consumer<CacheEvent> {

    private record GroupVersion(String group, String version) {}

    private final Map<String, AggregatedApi> byName = new HashMap<>();
    private volatile Map<GroupVersion, AggregatedApi> snapshot = Map.of();

    @Override
    public void accept(CacheEvent event) {
        ApiObject object = event.object();
        if (!object.key().resource().equals(AggregatedApi.RESOURCE)) {
            return;
        }
        Optional<AggregatedApi> api = event instanceof CacheEvent.Deleted ? Optional.empty() : AggregatedApi.of(object);
        api.ifPresentOrElse(present -> byName.put(object.name(), present), () -> byName.remove(object.name()));
        Map<GroupVersion, AggregatedApi> next = new HashMap<>();
        byName.values().forEach(one -> next.put(new GroupVersion(one.group(), one.version()), one));
        snapshot = Map.copyOf(next);
    }

    public boolean isEmpty() {
        return snapshot.isEmpty();
    }

    public Optional<AggregatedApi> find(String group, String version) {
        return Optional.ofNullable(snapshot.get(new GroupVersion(group, version)));
    }

    /** All of them; of one group the preferred version first. */
    public List<AggregatedApi> all() {
        List<AggregatedApi> all = new ArrayList<>(snapshot.values());
        all.sort(Comparator.comparingInt(AggregatedApi::groupPriority)
                .reversed()
                .thenComparing(AggregatedApi::group)
                .thenComparing(
                        Comparator.comparingInt(AggregatedApi::versionPriority).reversed())
                .thenComparing(AggregatedApi::version));
        return all;
    }
}
