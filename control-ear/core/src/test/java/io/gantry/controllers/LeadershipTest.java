package io.gantry.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cache.WatchCache;
import io.gantry.controller.ControllerGroup;
import io.gantry.controller.LeaderElection;
import io.gantry.controller.LeaderElector;
import io.gantry.controller.VirtualWorkers;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.registry.Registry;
import io.gantry.registry.SchemaSource;
import io.gantry.resource.Resources;
import io.gantry.resource.kinds.BuiltInKinds;
import io.gantry.store.MemoryObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances on real threads and the real clock, each with its own cache over one store. */
final class LeadershipTest {

    private static final InstantSource CLOCK = InstantSource.system();

    private final MemoryObjectStore store = new MemoryObjectStore(100_000);
    private final Instance first = new Instance("first");
    private final Instance second = new Instance("second");

    /** One instance, wired as in a server; ticks come from the test's thread. */
    private final class Instance implements LeaderElector.Follower {
        private final WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT);
        private final Resources resources = new Resources(BuiltInKinds.definitions());
        private final Registry registry;
        private final LeaderElector elector;
        private volatile Optional<ControllerGroup> group = Optional.empty();

        Instance(String name) {
            // Different seeds: else the second instance would give its pods the first one's names.
            registry = new Registry(
                    resources,
                    store,
                    cache,
                    SchemaSource.BUILT_IN,
                    CLOCK,
                    () -> UUID.randomUUID().toString(),
                    new Random(name.hashCode()));
            elector = new LeaderElector(new LeaderElection(name), "kube-controller-manager", registry, this);
            cache.onEvent(event -> group.ifPresent(leading -> leading.onEvent(event)));
            cache.start();
        }

        @Override
        public void lead(long revision) {
            ControllerGroup fresh = new ControllerGroup(
                    Controllers.all(ControllerSettings.defaults(resources::all)),
                    cache,
                    registry,
                    new VirtualWorkers(),
                    CLOCK);
            group = Optional.of(fresh);
            fresh.start(revision);
        }

        @Override
        public void resign() {
            group.ifPresent(ControllerGroup::stop);
            group = Optional.empty();
        }
    }

    @BeforeEach
    void namespaces() {
        for (String name : new String[] {"kube-system", "default"}) {
            first.registry.create(ResourceNames.NAMESPACES, Json.read("{\"metadata\": {\"name\": \"" + name + "\"}}"));
        }
        first.registry.create(ResourceNames.REPLICA_SETS, Json.read("""
                {"metadata": {"name": "web", "namespace": "default"},
                 "spec": {"replicas": 50, "selector": {"matchLabels": {"app": "web"}},
                   "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "c", "image": "v1"}]}}}}
                """));
    }

    @AfterEach
    void close() {
        second.elector.release(CLOCK.instant());
        first.cache.close();
        second.cache.close();
    }

    @Test
    void oneLeadsAndTheOtherTakesOverWithoutDoingTheSameWorkAgain() throws Exception {
        await(() -> first.cache.revision() == store.revision());
        first.elector.tick(CLOCK.instant());
        second.elector.tick(CLOCK.instant());
        assertThat(first.elector.isLeader()).isTrue();
        assertThat(second.elector.isLeader()).isFalse();
        await(() -> pods() == 50 && statusReplicas() == 50);

        first.elector.release(CLOCK.instant());
        Instant later = CLOCK.instant().plus(Duration.ofSeconds(2));
        second.elector.tick(later);
        assertThat(second.elector.isLeader()).isTrue();
        ObjectKey pod = second.cache.list(ResourceNames.PODS).getFirst().key();
        second.registry.delete(pod, DeleteOptions.DEFAULT.withGracePeriod(0));

        await(() -> store.get(pod).isEmpty() && pods() == 50);
        assertThat(store.list("core/pods/", "", 1000).objects()).hasSize(50);
    }

    private int pods() {
        return store.list("core/pods/", "", 1000).objects().size();
    }

    private int statusReplicas() {
        return store.get(new ObjectKey(ResourceNames.REPLICA_SETS, "default", "web"))
                .orElseThrow()
                .status()
                .path("replicas")
                .asInt();
    }

    /** Ticks until a condition holds. */
    private void await(BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Instant end = CLOCK.instant().plus(Duration.ofSeconds(20));
        while (!condition.getAsBoolean()) {
            assertThat(CLOCK.instant()).isBefore(end);
            assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
            for (Instance instance : new Instance[] {first, second}) {
                instance.group.ifPresent(leading -> leading.tick(CLOCK.instant()));
            }
        }
    }
}
