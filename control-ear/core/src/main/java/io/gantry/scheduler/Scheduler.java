package io.gantry.scheduler;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.registry.ObjectWriter;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.status.StatusException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives pods their nodes. {@link #offer} takes events on any thread; {@link #step} does the work and must be called by one thread at a
 * time. Decisions are made one after the other, each knowing those before; the writes of bindings run on the executor, many at once, so
 * that the store groups them.
 */
public final class Scheduler {

    /** {@code spec.schedulerName} of the pods that are ours. */
    public static final String NAME = "default-scheduler";

    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

    /** Decisions in one step, so that events are looked at in between. */
    private static final int BATCH = 256;

    private final ClusterView view;
    private final ObjectWriter writer;
    private final Consumer<EventDraft> events;
    private final Executor binders;
    private final Pipeline pipeline;
    private final ClusterState state = new ClusterState();
    private final SchedulingQueue queue = new SchedulingQueue();
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();

    /**
     * @param events takes news for people; must not wait
     * @param binders runs the writes; a direct executor in simulations
     */
    public Scheduler(
            ClusterView view,
            ObjectWriter writer,
            Consumer<EventDraft> events,
            Executor binders,
            RandomGenerator random) {
        this.view = view;
        this.writer = writer;
        this.events = events;
        this.binders = binders;
        this.pipeline = Pipeline.standard(random);
    }

    /** Takes everything that the cluster has; call once before events, or offer them first: knowing an object twice does no harm. */
    public void load() {
        view.list(ClusterState.NAMESPACES).forEach(object -> offer(new CacheEvent.Added(object)));
        view.list(ClusterState.NODES).forEach(object -> offer(new CacheEvent.Added(object)));
        view.list(ClusterState.PODS).forEach(object -> offer(new CacheEvent.Added(object)));
    }

    /** Takes a change of the cluster. */
    public void offer(CacheEvent event) {
        inbox.add(() -> apply(event));
    }

    private void apply(CacheEvent event) {
        state.apply(event);
        ApiObject object = event.object();
        if (object.key().resource().equals(ClusterState.NODES)) {
            queue.wake();
        } else if (object.key().resource().equals(ClusterState.PODS)) {
            pod(event, object);
        }
    }

    private void pod(CacheEvent event, ApiObject pod) {
        String phase = pod.status().path("phase").asText("");
        boolean finished = phase.equals("Succeeded") || phase.equals("Failed");
        if (event instanceof CacheEvent.Deleted || finished) {
            queue.forget(pod.key());
            if (pod.spec().hasNonNull("nodeName")) {
                queue.wake();
            }
        } else if (pod.spec().hasNonNull("nodeName")) {
            queue.forget(pod.key());
        } else if (wants(pod) && !state.isPlaced(pod.key())) {
            queue.refresh(PodInfo.of(pod));
        } else if (!wants(pod)) {
            queue.forget(pod.key());
        }
    }

    private static boolean wants(ApiObject pod) {
        return pod.spec().path("schedulerName").asText(NAME).equals(NAME)
                && !pod.isBeingDeleted()
                && pod.spec().path("schedulingGates").isEmpty();
    }

    /**
     * Takes waiting events and places a batch of pods.
     *
     * @return whether there is more to do at once
     */
    public boolean step(Instant now) {
        for (Runnable change = inbox.poll(); change != null; change = inbox.poll()) {
            change.run();
        }
        queue.advance(now);
        for (int decided = 0; decided < BATCH; decided++) {
            Optional<PodInfo> pod = queue.poll();
            if (pod.isEmpty()) {
                break;
            }
            place(pod.get(), now);
        }
        return queue.hasActive() || !inbox.isEmpty();
    }

    /** When a pod that waits may be tried again. */
    public Optional<Instant> nextDue() {
        return queue.nextDue();
    }

    private void place(PodInfo pod, Instant now) {
        switch (pipeline.schedule(pod, state.snapshot())) {
            case Pipeline.Outcome.Chosen chosen -> {
                PodInfo assumed = pod.on(chosen.nodeName());
                state.place(assumed);
                binders.execute(() -> bind(assumed, now));
            }
            case Pipeline.Outcome.Unschedulable unschedulable -> {
                queue.postpone(pod, now);
                binders.execute(() -> reportFailure(pod, unschedulable.message(), now));
            }
        }
    }

    private void bind(PodInfo pod, Instant now) {
        try {
            ApiObject bound = writer.bind(pod.key(), pod.uid(), pod.nodeName());
            String message =
                    "Successfully assigned " + pod.namespace() + "/" + pod.key().name() + " to " + pod.nodeName();
            events.accept(EventDraft.normal(bound, NAME, "Scheduled", message));
        } catch (StatusException e) {
            LOG.info(
                    "binding refused namespace={} pod={} node={} error={}",
                    pod.namespace(),
                    pod.key().name(),
                    pod.nodeName(),
                    e.getMessage());
            inbox.add(() -> takeBack(pod, now));
        } catch (RuntimeException e) {
            LOG.warn(
                    "binding failed namespace={} pod={} node={} error={}",
                    pod.namespace(),
                    pod.key().name(),
                    pod.nodeName(),
                    e.toString());
            inbox.add(() -> takeBack(pod, now));
        }
    }

    /** The binding did not go through: what the cluster says now counts again. */
    private void takeBack(PodInfo pod, Instant now) {
        state.remove(pod.key());
        Optional<ApiObject> present = view.get(pod.key());
        if (present.isPresent()) {
            state.apply(new CacheEvent.Added(present.get()));
            if (!present.get().spec().hasNonNull("nodeName") && wants(present.get())) {
                queue.postpone(PodInfo.of(present.get()), now);
                queue.wake();
            }
        }
    }

    private void reportFailure(PodInfo pod, String message, Instant now) {
        try {
            ApiObject told = writer.updateStatus(pod.key(), object -> unschedulable(object, pod.uid(), message, now));
            events.accept(EventDraft.warning(told, NAME, "FailedScheduling", message));
        } catch (StatusException e) {
            LOG.debug(
                    "pod went before its condition namespace={} pod={}",
                    pod.namespace(),
                    pod.key().name());
        } catch (RuntimeException e) {
            LOG.warn("condition not written pod={} error={}", pod.key(), e.toString());
        }
    }

    /** The pod with the condition PodScheduled=False, reason Unschedulable; unchanged when it says so already. */
    static ObjectNode unschedulable(ObjectNode pod, String uid, String message, Instant now) {
        if (!pod.path("metadata").path("uid").asText().equals(uid)
                || pod.path("spec").hasNonNull("nodeName")) {
            return pod;
        }
        ArrayNode conditions = pod.withObject("/status").withArray("conditions");
        ObjectNode condition = null;
        for (var present : conditions) {
            if (present.path("type").asText().equals("PodScheduled")) {
                condition = (ObjectNode) present;
            }
        }
        if (condition == null) {
            condition = conditions.addObject().put("type", "PodScheduled");
            condition.putNull("lastProbeTime");
        }
        if (!condition.path("status").asText("").equals("False")) {
            condition.put("status", "False");
            condition.put(
                    "lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
        }
        condition.put("reason", "Unschedulable");
        condition.put("message", message);
        return pod;
    }

    /** How many pods wait for a node. */
    public int waiting() {
        return queue.size();
    }
}
