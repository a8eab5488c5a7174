package io.gantry.controller.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.controller.model.ResourceNames;
import io.gantry.controller.model.Timestamps;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.registry.ObjectWriter;
import io.gantry.status.StatusException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A cluster's API in a few lines: names, uids, revisions, generations, finalizers, graceful deletion of pods. What is written is
 * shown in the view only when the test delivers it, so that controllers meet a view that lags.
 */
public final class FakeCluster implements ObjectWriter {

    private static final Map<GroupResource, String> KINDS = Map.of(
            ResourceNames.PODS, "Pod",
            ResourceNames.EVENTS, "Event",
            ResourceNames.REPLICA_SETS, "ReplicaSet",
            ResourceNames.ENDPOINT_SLICES, "EndpointSlice",
            ResourceNames.ENDPOINTS, "Endpoints",
            ResourceNames.LEASES, "Lease",
            ResourceNames.SERVICE_ACCOUNTS, "ServiceAccount",
            ResourceNames.CONFIG_MAPS, "ConfigMap");

    private final InstantSource clock;
    private final FakeClusterView view = new FakeClusterView();
    private final Map<ObjectKey, ApiObject> stored = new HashMap<>();
    private final ArrayDeque<CacheEvent> undelivered = new ArrayDeque<>();
    private final List<String> log = new ArrayList<>();
    private long revision;
    private int names;
    private BiFunction<String, ObjectKey, Optional<RuntimeException>> refusal = (verb, key) -> Optional.empty();

    public FakeCluster(InstantSource clock) {
        this.clock = clock;
    }

    public FakeClusterView view() {
        return view;
    }

    /** What was written, as {@code create pods default/web-x}. */
    public synchronized List<String> log() {
        return List.copyOf(log);
    }

    /** Refuses writes for which the function answers. */
    public synchronized void refuse(BiFunction<String, ObjectKey, Optional<RuntimeException>> when) {
        refusal = when;
    }

    /** Stores what a user would create. */
    public ApiObject apply(String json) {
        ObjectNode tree = Json.read(json);
        return create(FakeClusterView.key(tree).resource(), tree);
    }

    /** Shows the view the oldest write that it does not know; false when there is none. */
    public boolean deliver(Consumer<CacheEvent> listener) {
        CacheEvent event;
        synchronized (this) {
            event = undelivered.poll();
            if (event == null) {
                return false;
            }
            if (event instanceof CacheEvent.Deleted deleted) {
                view.remove(deleted.object().key(), deleted.object().revision());
            } else {
                view.put(event.object());
            }
        }
        listener.accept(event);
        return true;
    }

    public synchronized Optional<ApiObject> get(ObjectKey key) {
        return Optional.ofNullable(stored.get(key));
    }

    public synchronized List<ApiObject> list(GroupResource resource) {
        return stored.values().stream()
                .filter(object -> object.key().resource().equals(resource))
                .sorted((a, b) -> a.key().compareTo(b.key()))
                .toList();
    }

    @Override
    public ObjectWriter as(String manager) {
        return this;
    }

    @Override
    public synchronized ApiObject create(GroupResource resource, ObjectNode object) {
        ObjectNode tree = object.deepCopy();
        ObjectNode metadata = tree.withObject("/metadata");
        if (!metadata.has("name")) {
            metadata.put("name", metadata.path("generateName").asText() + String.format("%05d", ++names));
        }
        if (!tree.has("kind")) {
            tree.put("kind", KINDS.get(resource));
            tree.put("apiVersion", resource.group().isEmpty() ? "v1" : resource.group() + "/v1");
        }
        ObjectKey key = new ObjectKey(
                resource,
                metadata.path("namespace").asText(""),
                metadata.path("name").asText());
        check("create", key);
        if (stored.containsKey(key)) {
            throw StatusException.alreadyExists(resource, key.name());
        }
        metadata.put("uid", "uid-" + key.name() + "-" + revision);
        metadata.put("creationTimestamp", Timestamps.seconds(clock.instant()));
        metadata.put("generation", 1);
        ApiObject created = store(key, tree);
        undelivered.add(new CacheEvent.Added(created));
        log.add("create " + key);
        return created;
    }

    @Override
    public synchronized ApiObject update(ObjectKey key, UnaryOperator<ObjectNode> change) {
        check("update", key);
        ApiObject before = require(key);
        ObjectNode after = change.apply(before.copy());
        if (!after.path("spec").equals(before.spec())) {
            after.withObject("/metadata")
                    .put("generation", before.metadata().path("generation").asInt() + 1);
        }
        after.remove("status");
        if (before.json().has("status")) {
            after.set("status", before.json().get("status"));
        }
        return write("update", before, after);
    }

    @Override
    public synchronized ApiObject updateStatus(ObjectKey key, UnaryOperator<ObjectNode> change) {
        check("status", key);
        ApiObject before = require(key);
        ObjectNode after = before.copy();
        after.set("status", change.apply(before.copy()).path("status"));
        return write("status", before, after);
    }

    private ApiObject write(String verb, ApiObject before, ObjectNode after) {
        if (after.equals(before.json())) {
            return before;
        }
        log.add(verb + " " + before.key());
        boolean gone = after.path("metadata").has("deletionTimestamp")
                && after.path("metadata").path("finalizers").isEmpty()
                && !before.metadata().path("finalizers").isEmpty();
        if (gone) {
            return removed(before.key(), after);
        }
        ApiObject written = store(before.key(), after);
        undelivered.add(new CacheEvent.Modified(written, before));
        return written;
    }

    @Override
    public synchronized ApiObject delete(ObjectKey key, DeleteOptions options) {
        check("delete", key);
        ApiObject before = require(key);
        if (options.uid().filter(uid -> !uid.equals(before.uid())).isPresent()) {
            throw StatusException.conflict(key.resource(), key.name(), "the UID in the precondition does not match");
        }
        log.add("delete " + key);
        ObjectNode after = before.copy();
        ObjectNode metadata = after.withObject("/metadata");
        boolean graceful = key.resource().equals(ResourceNames.PODS)
                && before.spec().has("nodeName")
                && options.gracePeriodSeconds().orElse(30L) > 0;
        options.propagation().ifPresent(policy -> propagate(metadata, policy));
        if (!graceful && metadata.path("finalizers").isEmpty()) {
            return removed(key, after);
        }
        if (before.isBeingDeleted()) {
            return before;
        }
        metadata.put("deletionTimestamp", Timestamps.seconds(clock.instant()));
        ApiObject marked = store(key, after);
        undelivered.add(new CacheEvent.Modified(marked, before));
        return marked;
    }

    private static void propagate(ObjectNode metadata, DeleteOptions.Propagation policy) {
        ArrayNode finalizers = metadata.withArray("/finalizers");
        switch (policy) {
            case ORPHAN -> finalizers.add("orphan");
            case FOREGROUND -> finalizers.add("foregroundDeletion");
            case BACKGROUND -> finalizers.size();
        }
    }

    @Override
    public synchronized ApiObject approve(ObjectKey key, UnaryOperator<ObjectNode> change) {
        return updateStatus(key, change);
    }

    @Override
    public synchronized ApiObject finalizeNamespace(String name) {
        ObjectKey key = ObjectKey.cluster(ResourceNames.NAMESPACES, name);
        log.add("finalize " + key);
        return removed(key, require(key).copy());
    }

    @Override
    public synchronized ApiObject bind(ObjectKey pod, String podUid, String nodeName) {
        return update(pod, tree -> {
            tree.withObject("/spec").put("nodeName", nodeName);
            return tree;
        });
    }

    /** Takes a pod away as its node's agent does in the end. */
    public synchronized void removeNow(ObjectKey key) {
        removed(key, require(key).copy());
    }

    private ApiObject removed(ObjectKey key, ObjectNode last) {
        ApiObject gone = ApiObject.of(key, ++revision, ApiObject.document(last));
        stored.remove(key);
        undelivered.add(new CacheEvent.Deleted(gone));
        return gone;
    }

    private ApiObject store(ObjectKey key, ObjectNode tree) {
        ApiObject object = ApiObject.of(key, ++revision, ApiObject.document(tree));
        stored.put(key, object);
        return object;
    }

    private ApiObject require(ObjectKey key) {
        ApiObject present = stored.get(key);
        if (present == null) {
            throw StatusException.notFound(key.resource(), key.name());
        }
        return present;
    }

    private void check(String verb, ObjectKey key) {
        refusal.apply(verb, key).ifPresent(why -> {
            throw why;
        });
    }
}
