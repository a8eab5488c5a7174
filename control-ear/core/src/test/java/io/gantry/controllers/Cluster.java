package io.gantry.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.Admission;
import io.gantry.admission.resourcequota.ResourceQuotaPlugin;
import io.gantry.admission.storage.StorageProtectionPlugin;
import io.gantry.cache.WatchCache;
import io.gantry.certificates.TestCertificates;
import io.gantry.controller.ControllerGroup;
import io.gantry.controller.SteppedWorkers;
import io.gantry.controller.fake.ManualClock;
import io.gantry.controller.loadbalancer.AddressPool;
import io.gantry.controller.model.Conditions;
import io.gantry.controller.model.PodState;
import io.gantry.controller.model.ResourceNames;
import io.gantry.controller.model.Timestamps;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.registry.ObjectWriter;
import io.gantry.registry.Registry;
import io.gantry.registry.SchemaSource;
import io.gantry.resource.Resources;
import io.gantry.resource.kinds.BuiltInKinds;
import io.gantry.store.MemoryObjectStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * All controllers over the real registry, cache and in-memory store, on a virtual clock and one thread; nodes are played by the test: they
 * take pods in turn, make them ready and end them, as long as they live.
 */
final class Cluster {

    private static final int MAX_ROUNDS = 20_000;

    final ManualClock clock = new ManualClock();
    final Resources resources = new Resources(BuiltInKinds.definitions());
    final MemoryObjectStore store = new MemoryObjectStore(1_000_000);
    final WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT);
    final Registry registry;
    private final ObjectWriter writer;
    private final AtomicReference<ControllerGroup> leading = new AtomicReference<>();
    private final Set<String> liveNodes = new HashSet<>();

    Cluster() {
        this(new Random(42), registry -> registry);
    }

    /**
     * @param path what the controllers' writes go through on their way to the registry
     */
    Cluster(Random random, UnaryOperator<ObjectWriter> path) {
        registry = new Registry(
                resources,
                store,
                cache,
                SchemaSource.BUILT_IN,
                clock,
                () -> new UUID(random.nextLong(), random.nextLong()).toString(),
                random,
                new Admission(List.of(
                        new StorageProtectionPlugin(), new ResourceQuotaPlugin(cache, this::ownWriter, clock))));
        writer = path.apply(registry);
        cache.load();
        cache.onEvent(event -> group().onEvent(event));
        elect();
        for (String namespace : List.of("default", "kube-system", "kube-node-lease")) {
            apply(ResourceNames.NAMESPACES, "{\"metadata\": {\"name\": \"" + namespace + "\"}}");
        }
    }

    private ObjectWriter ownWriter() {
        return registry;
    }

    ControllerGroup group() {
        return leading.get();
    }

    /** Another leader takes over, with fresh controllers. */
    void elect() {
        ControllerSettings settings = ControllerSettings.builder(resources::all)
                .loadBalancers(AddressPool.parse("192.168.7.0/29"))
                .rootCertificate(TestCertificates.authority("cluster-ca"))
                .build();
        ControllerGroup fresh =
                new ControllerGroup(Controllers.all(settings), cache, writer, new SteppedWorkers(), clock);
        Optional.ofNullable(leading.getAndSet(fresh)).ifPresent(ControllerGroup::stop);
        fresh.start(store.revision());
    }

    ApiObject apply(GroupResource resource, String json) {
        return registry.create(resource, Json.read(json));
    }

    void change(ObjectKey key, UnaryOperator<ObjectNode> edit) {
        registry.update(key, edit);
    }

    void delete(ObjectKey key, DeleteOptions options) {
        registry.delete(key, options);
    }

    List<ApiObject> list(GroupResource resource) {
        cache.catchUp();
        return cache.list(resource);
    }

    List<ApiObject> list(GroupResource resource, String namespace) {
        cache.catchUp();
        return cache.list(resource, namespace);
    }

    boolean exists(ObjectKey key) {
        return store.get(key).isPresent();
    }

    ApiObject get(ObjectKey key) {
        return store.get(key).orElseThrow();
    }

    void addNode(String name) {
        apply(ResourceNames.NODES, "{\"metadata\": {\"name\": \"" + name + "\"}}");
        apply(
                ResourceNames.LEASES,
                "{\"metadata\": {\"name\": \"" + name
                        + "\", \"namespace\": \"kube-node-lease\"}, \"spec\": {\"holderIdentity\": \"" + name + "\"}}");
        liveNodes.add(name);
        heartbeat(name);
    }

    void killNode(String name) {
        liveNodes.remove(name);
    }

    void reviveNode(String name) {
        liveNodes.add(name);
        heartbeat(name);
    }

    /** Runs everything, passing no more time than retries need, until nothing happens any more. */
    void settle() {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            long before = store.revision();
            cache.catchUp();
            boolean worked = group().step(clock.instant());
            if (!worked && !playNodes() && store.revision() == before && !skipToRetry()) {
                return;
            }
        }
        throw new AssertionError("no rest; last writes: "
                + store.eventsAfter(store.revision() - 20, 20).stream()
                        .map(event -> event.object().toString())
                        .toList());
    }

    /** Retries come within a second; other delays are for {@link #pass}. */
    private boolean skipToRetry() {
        Duration left = group().nextDue()
                .map(due -> Duration.between(clock.instant(), due))
                .orElse(Duration.ofDays(1));
        if (left.compareTo(Duration.ofSeconds(1)) >= 0) {
            return false;
        }
        clock.advance(left.isNegative() ? Duration.ZERO : left);
        group().tick(clock.instant());
        return true;
    }

    /** Passes time in steps of a second; living nodes send heartbeats. */
    void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.advance(Duration.ofSeconds(1));
            if (second % 10 == 0) {
                liveNodes.stream().sorted().forEach(this::heartbeat);
            }
            cache.catchUp();
            group().tick(clock.instant());
            settle();
        }
    }

    private void heartbeat(String node) {
        registry.update(new ObjectKey(ResourceNames.LEASES, "kube-node-lease", node), lease -> {
            lease.withObject("/spec").put("renewTime", Timestamps.micros(clock.instant()));
            return lease;
        });
        registry.updateStatus(ObjectKey.cluster(ResourceNames.NODES, node), tree -> {
            tree.withObject("/status")
                    .putArray("conditions")
                    .addObject()
                    .put("type", "Ready")
                    .put("status", "True")
                    .put("lastHeartbeatTime", Timestamps.seconds(clock.instant()))
                    .put("lastTransitionTime", "2026-01-01T00:00:00Z");
            return tree;
        });
    }

    private boolean playNodes() {
        boolean worked = false;
        List<ApiObject> ready = list(ResourceNames.NODES).stream()
                .filter(node -> Conditions.of(node.status()).isTrue("Ready"))
                .toList();
        for (ApiObject object : list(ResourceNames.PODS)) {
            PodState pod = new PodState(object);
            boolean live = liveNodes.contains(pod.nodeName());
            if (object.isBeingDeleted() && live) {
                registry.delete(object.key(), DeleteOptions.ofUid(object.uid()).withGracePeriod(0));
                worked = true;
            } else if (pod.nodeName().isEmpty() && !ready.isEmpty()) {
                String node = ready.get(Math.floorMod(object.name().hashCode(), ready.size()))
                        .name();
                registry.bind(object.key(), object.uid(), node);
                worked = true;
            } else if (live && !pod.isReady() && pod.isActive()) {
                makeReady(object.key());
                worked = true;
            }
        }
        return worked;
    }

    private void makeReady(ObjectKey key) {
        int host = 1 + Math.floorMod(key.hashCode(), 60_000);
        registry.updateStatus(key, tree -> {
            ObjectNode status = tree.withObject("/status");
            status.put("phase", "Running");
            status.put("podIP", "10.244." + host / 250 + "." + (1 + host % 250));
            status.putArray("conditions")
                    .addObject()
                    .put("type", "Ready")
                    .put("status", "True")
                    .put("lastTransitionTime", Timestamps.seconds(clock.instant()));
            return tree;
        });
    }
}
