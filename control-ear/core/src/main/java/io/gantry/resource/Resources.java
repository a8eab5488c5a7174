package io.gantry.resource;

import io.gantry.object.GroupResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** All resources that are served, built-in and custom. Readers see one immutable snapshot; a change swaps it. */
public final class Resources {

    private record Path(String group, String version, String plural) {}

    private record Kind(String apiVersion, String kind) {}

    private record Snapshot(
            List<ResourceDefinition> all,
            Map<Path, ResourceDefinition> byPath,
            Map<Kind, ResourceDefinition> byKind,
            Map<GroupResource, ResourceDefinition> byResource,
            Map<GroupResource, ResourceDefinition> byStorage) {

        static Snapshot of(List<ResourceDefinition> definitions) {
            Snapshot snapshot = new Snapshot(
                    List.copyOf(definitions), new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
            definitions.forEach(snapshot::index);
            return snapshot;
        }

        private void index(ResourceDefinition definition) {
            byPath.put(new Path(definition.group(), definition.version(), definition.plural()), definition);
            byKind.putIfAbsent(new Kind(definition.apiVersion(), definition.kind()), definition);
            byResource.putIfAbsent(definition.groupResource(), definition);
            if (definition.convertsStorage()) {
                byStorage.putIfAbsent(definition.storage(), definition);
            } else {
                ResourceDefinition present = byStorage.get(definition.storage());
                if (present == null || present.convertsStorage()) {
                    byStorage.put(definition.storage(), definition);
                }
            }
        }
    }

    private volatile Snapshot snapshot;

    /**
     * @param definitions in the order in which discovery shows them; of several versions of one resource the first is preferred
     */
    public Resources(List<ResourceDefinition> definitions) {
        this.snapshot = Snapshot.of(definitions);
    }

    public Optional<ResourceDefinition> find(String group, String version, String plural) {
        return Optional.ofNullable(snapshot.byPath.get(new Path(group, version, plural)));
    }

    /** The preferred version of a resource. */
    public Optional<ResourceDefinition> find(GroupResource resource) {
        return Optional.ofNullable(snapshot.byResource.get(resource));
    }

    /**
     * @param apiVersion for example {@code apps/v1}
     */
    public Optional<ResourceDefinition> ofKind(String apiVersion, String kind) {
        return Optional.ofNullable(snapshot.byKind.get(new Kind(apiVersion, kind)));
    }

    /** The definition whose served form is the stored one. */
    public Optional<ResourceDefinition> storedAs(GroupResource storage) {
        return Optional.ofNullable(snapshot.byStorage.get(storage));
    }

    /** All definitions, in order. */
    public List<ResourceDefinition> all() {
        return snapshot.all;
    }

    public synchronized void add(List<ResourceDefinition> definitions) {
        List<ResourceDefinition> all = new ArrayList<>(snapshot.all);
        all.addAll(definitions);
        snapshot = Snapshot.of(all);
    }

    /** Puts definitions in the place of others, in one step for readers. */
    public synchronized void replace(Predicate<ResourceDefinition> old, List<ResourceDefinition> definitions) {
        List<ResourceDefinition> all =
                new ArrayList<>(snapshot.all.stream().filter(old.negate()).toList());
        all.addAll(definitions);
        snapshot = Snapshot.of(all);
    }

    public synchronized void removeIf(Predicate<ResourceDefinition> condition) {
        snapshot = Snapshot.of(snapshot.all.stream().filter(condition.negate()).toList());
    }
}
