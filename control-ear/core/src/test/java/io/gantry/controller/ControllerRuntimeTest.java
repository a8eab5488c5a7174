package io.gantry.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cache.ClusterView;
import io.gantry.controller.fake.FakeCluster;
import io.gantry.controller.fake.ManualClock;
import io.gantry.controller.model.ResourceNames;
import io.gantry.event.EventRecorder;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.status.StatusException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

final class ControllerRuntimeTest {

    private final ManualClock clock = new ManualClock();
    private final FakeCluster cluster = new FakeCluster(clock);
    private final List<String> seen = new ArrayList<>();

    /** A controller of config maps that a test makes up. */
    private record Made(BiFunction<ObjectKey, ClusterView, Plan> decide) implements Controller {
        @Override
        public String name() {
            return "made-up";
        }

        @Override
        public Watches watches() {
            return Watches.none().own(ResourceNames.CONFIG_MAPS);
        }

        @Override
        public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
            return decide.apply(key, view);
        }
    }

    private ControllerRuntime runtime(Workers workers, BiFunction<ObjectKey, ClusterView, Plan> decide) {
        PlanExecutor executor = new PlanExecutor(cluster, new EventRecorder(cluster, clock), workers);
        return new ControllerRuntime(new Made(decide), cluster.view(), executor, workers, clock);
    }

    private ObjectKey configMap(String name) {
        return cluster.apply("{\"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"" + name
                        + "\", \"namespace\": \"default\"}}")
                .key();
    }

    @Test
    void aKeyWaitsUntilTheViewShowsItsLastWrite() {
        ObjectKey key = configMap("a");
        cluster.deliver(event -> {});
        ControllerRuntime runtime = runtime(new SteppedWorkers(), (k, view) -> {
            seen.add(view.get(k).orElseThrow().json().path("data").toString());
            return Plan.builder()
                    .update(
                            view.get(k).orElseThrow(),
                            Json.read("{\"kind\": \"ConfigMap\", \"metadata\": "
                                    + view.get(k).orElseThrow().metadata() + ", \"data\": {\"x\": \"1\"}}"))
                    .build();
        });

        runtime.start(0);
        runtime.step(clock.instant());
        runtime.resync();
        while (runtime.step(clock.instant())) {
            // The key is taken and put back: its write is not shown yet.
        }
        assertThat(seen).containsExactly("");

        cluster.deliver(runtime::onEvent);
        runtime.step(clock.instant());
        assertThat(seen).containsExactly("", "{\"x\":\"1\"}");
        assertThat(cluster.log()).containsExactly("create " + key, "update " + key);
    }

    @Test
    void aNewLeaderWaitsForTheWritesOfTheOneBefore() {
        configMap("a");
        cluster.deliver(event -> {});
        ControllerRuntime runtime = runtime(new SteppedWorkers(), (k, view) -> {
            seen.add(k.name());
            return Plan.NOTHING;
        });
        configMap("b");

        runtime.start(2);
        runtime.step(clock.instant());
        assertThat(seen).isEmpty();
        cluster.deliver(runtime::onEvent);
        while (runtime.step(clock.instant())) {
            // Until nothing is left.
        }
        assertThat(seen).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aRefusedPlanIsTriedAgainAfterADelay() {
        configMap("a");
        cluster.deliver(event -> {});
        cluster.refuse((verb, key) ->
                verb.equals("delete") ? Optional.of(StatusException.of(500, "InternalError", "no")) : Optional.empty());
        ControllerRuntime runtime = runtime(new SteppedWorkers(), (k, view) -> {
            seen.add(k.name());
            return Plan.of(new Change.Delete(k, DeleteOptions.DEFAULT));
        });

        runtime.start(0);
        assertThat(runtime.step(clock.instant())).isTrue();
        assertThat(runtime.step(clock.instant())).isFalse();
        clock.advance(Duration.ofMillis(5));
        runtime.tick(clock.instant());
        assertThat(runtime.step(clock.instant())).isTrue();
        clock.advance(Duration.ofMillis(5));
        assertThat(runtime.step(clock.instant())).isFalse();
        clock.advance(Duration.ofMillis(5));
        assertThat(runtime.step(clock.instant())).isTrue();
        assertThat(seen).hasSize(3);
    }

    @Test
    void aControllerThatThrowsIsTriedAgainAndDoesNotStopOthers() {
        configMap("a");
        configMap("b");
        configMap("c");
        while (cluster.deliver(event -> {})) {
            // Show all.
        }
        ControllerRuntime runtime = runtime(new SteppedWorkers(), (k, view) -> {
            seen.add(k.name());
            return switch (k.name()) {
                case "a" -> throw new IllegalStateException("a mistake");
                case "b" -> throw new StackOverflowError();
                default -> Plan.NOTHING;
            };
        });

        runtime.start(0);
        runtime.step(clock.instant());
        runtime.step(clock.instant());
        runtime.step(clock.instant());
        assertThat(seen).containsExactly("a", "b", "c");

        clock.advance(Duration.ofMillis(5));
        runtime.step(clock.instant());
        runtime.step(clock.instant());
        assertThat(seen).containsExactly("a", "b", "c", "a", "b");
    }

    @Test
    void requeueAfterBringsTheKeyBack() {
        configMap("a");
        cluster.deliver(event -> {});
        ControllerRuntime runtime = runtime(new SteppedWorkers(), (k, view) -> Plan.later(Duration.ofSeconds(30)));

        runtime.start(0);
        runtime.step(clock.instant());

        assertThat(runtime.nextDue()).contains(clock.instant().plusSeconds(30));
    }

    @Test
    void stoppedMeansNoWorkAtAll() {
        ControllerRuntime runtime = runtime(new SteppedWorkers(), (k, view) -> Plan.NOTHING);
        runtime.start(0);
        runtime.stop();
        configMap("a");
        cluster.deliver(runtime::onEvent);

        assertThat(runtime.step(clock.instant())).isFalse();
    }

    @Test
    void worksOnManyKeysAtOnceButNeverOnOneTwiceNorOnMoreThanAllowed() throws InterruptedException {
        Set<ObjectKey> busy = ConcurrentHashMap.newKeySet();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger twice = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(500);
        ControllerRuntime runtime = runtime(new VirtualWorkers(), (key, view) -> {
            twice.addAndGet(busy.add(key) ? 0 : 1);
            most.accumulateAndGet(busy.size(), Math::max);
            Thread.yield();
            busy.remove(key);
            done.countDown();
            return Plan.NOTHING;
        });
        runtime.start(0);
        for (int i = 0; i < 500; i++) {
            configMap("m" + i);
        }
        while (cluster.deliver(event -> {
            runtime.onEvent(event);
            runtime.onEvent(event);
        })) {
            // Deliver all.
        }

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(twice).hasValue(0);
        assertThat(most.get()).isBetween(1, 5);
    }
}
