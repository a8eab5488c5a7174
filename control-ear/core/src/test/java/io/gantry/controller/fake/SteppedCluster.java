package io.gantry.controller.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.Controller;
import io.gantry.controller.ControllerGroup;
import io.gantry.controller.SteppedWorkers;
import io.gantry.controller.model.PodState;
import io.gantry.controller.model.ResourceNames;
import io.gantry.controller.model.Timestamps;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Controllers over a fake cluster, run step by step; with a kubelet that can be told which pods become ready. */
public final class SteppedCluster {

    private static final int MAX_STEPS = 10_000;

    public final ManualClock clock = new ManualClock();
    public final FakeCluster cluster = new FakeCluster(clock);
    public final ControllerGroup group;
    private Predicate<ApiObject> becomesReady = pod -> true;

    public SteppedCluster(List<Controller> controllers) {
        group = new ControllerGroup(controllers, cluster.view(), cluster, new SteppedWorkers(), clock);
        group.start(0);
    }

    /** Which bound pods the kubelet makes ready; at first all. */
    public void readyIf(Predicate<ApiObject> condition) {
        becomesReady = condition;
    }

    /** Runs controllers and kubelet, without passing time, until nothing happens. */
    public void settle() {
        for (int i = 0; i < MAX_STEPS; i++) {
            boolean busy = cluster.deliver(group::onEvent);
            busy |= group.step(clock.instant());
            if (!busy && !kubelet()) {
                return;
            }
        }
        throw new AssertionError("no rest after " + MAX_STEPS + " steps: "
                + cluster.log()
                        .subList(
                                Math.max(0, cluster.log().size() - 20),
                                cluster.log().size()));
    }

    /** Passes time, second by second. */
    public void pass(Duration time) {
        for (long s = 0; s < time.toSeconds(); s++) {
            clock.advance(Duration.ofSeconds(1));
            group.tick(clock.instant());
            settle();
        }
    }

    private boolean kubelet() {
        boolean worked = false;
        for (ApiObject object : cluster.list(ResourceNames.PODS)) {
            PodState pod = new PodState(object);
            if (object.isBeingDeleted()) {
                cluster.removeNow(object.key());
                worked = true;
            } else if (pod.nodeName().isEmpty()) {
                cluster.bind(object.key(), pod.uid(), "node-1");
                worked = true;
            } else if (!pod.isReady() && becomesReady.test(object)) {
                makeReady(object.key());
                worked = true;
            }
        }
        return worked;
    }

    private void makeReady(ObjectKey key) {
        cluster.updateStatus(key, tree -> {
            ObjectNode status = tree.withObject("/status");
            status.put("phase", "Running");
            status.put("podIP", "10.0.0." + (1 + Math.floorMod(key.hashCode(), 250)));
            status.putArray("conditions")
                    .addObject()
                    .put("type", "Ready")
                    .put("status", "True")
                    .put("lastTransitionTime", Timestamps.seconds(clock.instant()));
            return tree;
        });
    }

    /** The messages of the events about objects of a kind, in the order of their names, with count when above one. */
    public List<String> events(String kind) {
        return cluster.list(ResourceNames.EVENTS).stream()
                .map(ApiObject::json)
                .filter(event ->
                        event.path("involvedObject").path("kind").asText().equals(kind))
                .map(event -> event.path("reason").asText() + ": "
                        + event.path("message").asText())
                .toList();
    }
}
