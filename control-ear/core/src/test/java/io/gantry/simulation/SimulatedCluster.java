package io.gantry.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.Admission;
import io.gantry.admission.storage.StorageProtectionPlugin;
import io.gantry.cache.WatchCache;
import io.gantry.controller.ControllerGroup;
import io.gantry.controller.SteppedWorkers;
import io.gantry.controllers.ControllerSettings;
import io.gantry.controllers.Controllers;
import io.gantry.event.EventRecorder;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.Registry;
import io.gantry.registry.SchemaSource;
import io.gantry.resource.Resources;
import io.gantry.resource.kinds.BuiltInKinds;
import io.gantry.scheduler.Scheduler;
import io.gantry.store.MemoryObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * A whole cluster in one thread on a virtual clock: the real registry, cache, controllers and scheduler over the in-memory store, and
 * agents that pretend to run containers. Everything that is random comes from one seed.
 */
final class SimulatedCluster {

    static final GroupResource PODS = new GroupResource("", "pods");
    static final GroupResource NODES = new GroupResource("", "nodes");
    static final GroupResource DEPLOYMENTS = new GroupResource("apps", "deployments");

    private static final Duration STEP = Duration.ofMillis(500);

    private final Random random;
    private final MemoryObjectStore store = new MemoryObjectStore(1_000_000);
    private final Resources resources = new Resources(BuiltInKinds.definitions());
    private final List<SimulatedAgent> agents = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private ControlPlane controlPlane;

    SimulatedCluster(long seed) {
        this.random = new Random(seed);
        this.controlPlane = new ControlPlane();
        for (String namespace : List.of("default", "kube-system", "kube-node-lease")) {
            ObjectNode object = Json.object();
            object.putObject("metadata").put("name", namespace);
            registry().create(new GroupResource("", "namespaces"), object);
        }
        settle();
    }

    /** What one life of the control plane keeps in memory: all of it is lost in a crash, but not the store. */
    private final class ControlPlane {
        private final InstantSource clock = () -> now;
        private final WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT);
        private final Registry registry = new Registry(
                resources,
                store,
                cache,
                SchemaSource.BUILT_IN,
                clock,
                () -> new UUID(random.nextLong(), random.nextLong()).toString(),
                random,
                new Admission(List.of(new StorageProtectionPlugin())));
        private final EventRecorder recorder = new EventRecorder(registry, clock);
        private final ControllerGroup controllers = new ControllerGroup(
                Controllers.all(ControllerSettings.defaults(resources::all)),
                cache,
                registry,
                new SteppedWorkers(),
                clock);
        private final Scheduler scheduler = new Scheduler(cache, registry, recorder::record, Runnable::run, random);

        ControlPlane() {
            cache.load();
            // the store's listener runs on the writer's thread: a write is seen at once, as its own instance sees it
            store.onCommit(revision -> follow());
            cache.onEvent(controllers::onEvent);
            cache.onEvent(scheduler::offer);
            scheduler.load();
            controllers.start(cache.revision());
        }

        private void follow() {
            if (controlPlane == this || controlPlane == null) {
                cache.catchUp();
            }
        }

        boolean step() {
            cache.catchUp();
            boolean worked = controllers.step(now);
            worked |= scheduler.step(now);
            recorder.flush();
            return worked;
        }
    }

    Registry registry() {
        return controlPlane.registry;
    }

    WatchCache view() {
        return controlPlane.cache;
    }

    MemoryObjectStore store() {
        return store;
    }

    Instant now() {
        return now;
    }

    Random random() {
        return random;
    }

    List<SimulatedAgent> agents() {
        return agents;
    }

    SimulatedAgent addNode(String name, int milliCpu, int pods) {
        SimulatedAgent agent = new SimulatedAgent(this, name, milliCpu, pods);
        agents.add(agent);
        return agent;
    }

    /** The control plane dies and a new one takes over from the store. */
    void crashControlPlane() {
        controlPlane = new ControlPlane();
    }

    /** Lets time pass; everything that is due is done. */
    void run(Duration duration) {
        Instant end = now.plus(duration);
        while (now.isBefore(end)) {
            now = now.plus(STEP);
            agents.forEach(SimulatedAgent::step);
            controlPlane.controllers.tick(now);
            settle();
        }
    }

    private void settle() {
        int budget = 100_000;
        while (controlPlane.step()) {
            if (--budget == 0) {
                throw new AssertionError("the controllers do not come to rest at " + now);
            }
        }
    }

    ObjectKey pod(String name) {
        return new ObjectKey(PODS, "default", name);
    }
}
