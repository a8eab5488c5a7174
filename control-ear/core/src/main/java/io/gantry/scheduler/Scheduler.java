package io.gantry.scheduler;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.registry.ObjectWriter;
import io.gantry.scheduler.model.ClusterChange;
import io.gantry.scheduler.model.ObjectUpdate;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.ReservePlugin;
import io.gantry.scheduler.model.ReservePlugin.Reservation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gives pods their nodes. {@link #offer} takes events on any thread; {@link #step} does the work and must be called by one thread at a
 * time. Decisions are made one after the other, each knowing those before; the writes run on the executor, many at once, so that the
 * store groups them.
 */
public final class Scheduler {

    /** {@code spec.schedulerName} of the pods that are ours. */
    public static final String NAME = "default-scheduler";

    private static final GroupResource BUDGETS = new GroupResource("policy", "poddisruptionbudgets");

    /** Decisions in one step, so that events are looked at in between. */
    private static final int BATCH = 256;

    /** Decisions whose writes are under way; no more are made until some are through. */
    private static final int UNDER_WAY = 2048;

    private final ClusterView view;
    private final Executor binders;
    private final SchedulingWrites writes;
    private final Pipeline pipeline;
    private final Set<GroupResource> watched;
    private final ClusterState state = new ClusterState();
    private final Preparations preparations = new Preparations();
    private final SchedulingQueue queue = new SchedulingQueue();
    private final Inbox inbox = new Inbox();
    private final AtomicInteger underWay = new AtomicInteger();

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
        this.binders = binders;
        this.writes = new SchedulingWrites(writer, events);
        this.pipeline = Pipeline.standard(random, this::budgets, view);
        this.watched = pipeline.watches();
    }

    private List<DisruptionBudget> budgets() {
        return view.list(BUDGETS).stream().map(DisruptionBudget::of).toList();
    }

    /** Takes everything that the cluster has; call once before events, or offer them first: knowing an object twice does no harm. */
    public void load() {
        view.list(ClusterState.NAMESPACES).forEach(object -> offer(new CacheEvent.Added(object)));
        view.list(ClusterState.NODES).forEach(object -> offer(new CacheEvent.Added(object)));
        view.list(ClusterState.PODS).forEach(object -> offer(new CacheEvent.Added(object)));
    }

    /** Takes a change of the cluster. Returns whether it concerns pods that wait for a node. */
    public boolean offer(CacheEvent event) {
        GroupResource resource = event.object().key().resource();
        boolean concerns = resource.equals(ClusterState.PODS)
                || resource.equals(ClusterState.NODES)
                || resource.equals(ClusterState.NAMESPACES)
                || watched.contains(resource);
        if (concerns) {
            inbox.offer(event);
        }
        return concerns;
    }

    private void apply(CacheEvent event) {
        List<ClusterChange> changes = state.apply(event);
        changes.forEach(queue::wake);
        ObjectKey key = event.object().key();
        if (key.resource().equals(ClusterState.PODS)) {
            pod(event, event.object());
        } else if (watched.contains(key.resource())) {
            queue.wake(new ClusterChange.ObjectChanged(event));
            preparations.awaiting(key).forEach(this::check);
        }
    }

    private void pod(CacheEvent event, ApiObject pod) {
        boolean waits = !(event instanceof CacheEvent.Deleted) && wants(pod);
        if (preparations.isOfAnother(pod)) {
            giveUp(pod.key());
        }
        if (!waits) {
            giveUp(pod.key());
            queue.forget(pod.key());
        } else if (!state.isPlaced(pod.key())) {
            queue.refresh(state.nominations().applyTo(PodInfo.of(pod)));
        }
    }

    private static boolean wants(ApiObject pod) {
        String phase = pod.podPhase();
        return pod.spec().path("schedulerName").asText(NAME).equals(NAME)
                && pod.nodeName().isEmpty()
                && !phase.equals("Succeeded")
                && !phase.equals("Failed")
                && !pod.isBeingDeleted()
                && pod.spec().path("schedulingGates").isEmpty();
    }

    /**
     * Takes waiting events and places a batch of pods.
     *
     * @return whether there is more to do at once
     */
    public boolean step(Instant now) {
        inbox.takeEvents().forEach(this::apply);
        inbox.takeResults().forEach(Runnable::run);
        queue.advance(now);
        preparations.expired(now).forEach(late -> fail(late, now));
        for (int decided = 0; decided < BATCH && !isBusy(); decided++) {
            Optional<PodInfo> pod = queue.poll();
            if (pod.isEmpty()) {
                break;
            }
            place(state.nominations().applyTo(pod.get()), now);
        }
        return queue.hasActive() && !isBusy() || !inbox.isEmpty();
    }

    private boolean isBusy() {
        return underWay.get() >= UNDER_WAY;
    }

    /** When a pod that waits may be tried again. */
    public Optional<Instant> nextDue() {
        return Stream.concat(queue.nextDue().stream(), preparations.nextDue().stream())
                .min(Comparator.naturalOrder());
    }

    private void place(PodInfo pod, Instant now) {
        switch (pipeline.schedule(pod, state.snapshot())) {
            case Pipeline.Outcome.Chosen chosen -> {
                PodInfo assumed = pod.on(chosen.nodeName());
                state.place(assumed);
                state.nominations().remove(pod.key());
                queue.wake(new ClusterChange.PodPlaced(assumed));
                List<Reservation> reservations = reserve(assumed);
                write(reservations.isEmpty() ? () -> bind(assumed, now) : () -> prepare(assumed, reservations, now));
            }
            case Pipeline.Outcome.Unschedulable unschedulable -> {
                queue.postpone(pod, unschedulable.rejectors(), now);
                write(unplaced(pod, unschedulable, now));
            }
        }
    }

    private void write(Runnable work) {
        underWay.incrementAndGet();
        binders.execute(() -> {
            try {
                work.run();
            } finally {
                underWay.decrementAndGet();
            }
        });
    }

    private List<Reservation> reserve(PodInfo pod) {
        return pipeline.reserves().stream()
                .flatMap(plugin -> plugin.reserve(pod, state.snapshot()).stream())
                .toList();
    }

    private void prepare(PodInfo pod, List<Reservation> reservations, Instant now) {
        List<ObjectUpdate> updates = reservations.stream()
                .flatMap(reservation -> reservation.updates().stream())
                .toList();
        Set<ObjectKey> awaited = reservations.stream()
                .flatMap(reservation -> reservation.awaited().stream())
                .collect(Collectors.toSet());
        Optional<Map<ObjectKey, Long>> written = writes.prepare(pod, updates);
        inbox.offer(() -> {
            if (!state.isPlaced(pod)) {
                // it went meanwhile; another of its name may have come
                if (!state.isPlaced(pod.key())) {
                    giveUp(pod.key());
                }
                return;
            }
            if (written.isEmpty()) {
                giveUp(pod.key());
                takeBack(pod, now);
            } else {
                Preparations.Preparation begun = new Preparations.Preparation(pod, written.get(), awaited, now);
                preparations.add(begun);
                check(begun);
            }
        });
    }

    /** Binds a pod whose volumes are there by now; the way back to the queue when they will never be. */
    private void check(Preparations.Preparation preparation) {
        if (!preparation.isShown(view)) {
            return;
        }
        Instant begun = preparation.begun();
        PodInfo pod = preparation.pod();
        switch (progress(pod)) {
            case WAITING -> {
                // an event will tell
            }
            case READY -> {
                giveUp(pod.key());
                write(() -> bind(pod, begun));
            }
            case FAILED -> fail(preparation, begun);
        }
    }

    private ReservePlugin.Progress progress(PodInfo pod) {
        return ReservePlugin.Progress.ofAll(
                pipeline.reserves().stream().map(plugin -> plugin.progress(pod, state.snapshot())));
    }

    private void fail(Preparations.Preparation preparation, Instant now) {
        giveUp(preparation.pod().key());
        takeBack(preparation.pod(), now);
    }

    /** What was taken for a pod in memory is let go. */
    private void giveUp(ObjectKey pod) {
        preparations.remove(pod);
        pipeline.reserves().forEach(plugin -> plugin.release(pod));
    }

    private void bind(PodInfo pod, Instant now) {
        if (!writes.bind(pod)) {
            inbox.offer(() -> takeBack(pod, now));
        }
    }

    /** The binding did not go through: what the cluster says now counts again. */
    private void takeBack(PodInfo pod, Instant now) {
        Optional<ApiObject> present = refreshed(pod.key());
        if (present.isPresent() && wants(present.get())) {
            queue.retry(PodInfo.of(present.get()), now);
        }
        queue.wake(new ClusterChange.PodGone(pod));
    }

    /** Forgets what was assumed of a pod, and takes what the cluster says. */
    private Optional<ApiObject> refreshed(ObjectKey key) {
        state.remove(key);
        Optional<ApiObject> present = view.get(key);
        present.ifPresent(object -> state.apply(new CacheEvent.Added(object)));
        return present;
    }

    /** What is to be written for a pod that fits nowhere. */
    private Runnable unplaced(PodInfo pod, Pipeline.Outcome.Unschedulable outcome, Instant now) {
        return switch (outcome.preemption()) {
            case Preemption.Outcome.Evict evict -> makeRoom(pod, evict, outcome.message(), now);
            case Preemption.Outcome.Hopeless hopeless -> {
                state.nominations().remove(pod.key());
                yield () -> writes.reportFailure(pod, new Unschedulable(outcome.message(), Optional.of(""), now));
            }
            case Preemption.Outcome.NotEligible not ->
                () -> writes.reportFailure(pod, new Unschedulable(outcome.message(), Optional.empty(), now));
        };
    }

    /** Keeps the room for the pod before the victims are gone, and sends those away who were waiting for it with less right. */
    private Runnable makeRoom(PodInfo pod, Preemption.Outcome.Evict evict, String message, Instant now) {
        String node = evict.nodeName();
        List<PodInfo> victims =
                evict.victims().stream().filter(victim -> !victim.terminating()).toList();
        List<PodInfo> outranked = new ArrayList<>(state.snapshot().nominatedTo(node));
        outranked.removeIf(other -> other.priority() >= pod.priority());
        victims.forEach(victim -> state.place(victim.preempted()));
        outranked.forEach(other -> {
            state.nominations().remove(other.key());
            queue.wake(other.key());
        });
        state.nominations().decide(pod.nominatedTo(node));
        return () -> {
            for (PodInfo victim : victims) {
                if (!writes.evict(victim, pod, now)) {
                    inbox.offer(() -> refreshed(victim.key()));
                }
            }
            outranked.forEach(writes::clearNomination);
            writes.reportFailure(pod, new Unschedulable(message, Optional.of(node), now));
        };
    }

    /** How many pods wait for a node. */
    public int waiting() {
        return queue.size();
    }
}
