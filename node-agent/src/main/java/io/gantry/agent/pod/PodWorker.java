package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.EngineException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one pod as it is wanted: looks, plans, acts, reports, and sleeps until something happens. One virtual thread. */
final class PodWorker {

    private static final Logger LOG = LoggerFactory.getLogger(PodWorker.class);
    private static final Duration RESYNC = Duration.ofMinutes(1);
    private static final Duration REPEAT_FINISHED = Duration.ofSeconds(10);
    /** What was reported is shown within this time, unless somebody else wrote over it or it was lost. */
    private static final Duration REPEAT_STATUS = Duration.ofSeconds(5);

    private static final Duration RESIZE_RETRY = Duration.ofSeconds(5);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration MAX_RETRY = Duration.ofSeconds(15);
    /** An engine that is restarted is not worth an event of every pod. */
    private static final Duration TOLERATED = Duration.ofSeconds(30);

    /** A pod as it was when the engine last told. */
    private record Sight(Pod pod, PodActual actual) {}

    private final PodServices services;
    private final PodMemory memory;
    private final PodProbes probes;
    private final PodObserver observer;
    private final ActionExecutor executor;
    private final PodAllocation allocation;
    private final StorageWatch storage;
    private final Consumer<PodWorker> onEnd;
    private final Semaphore wake = new Semaphore(0);
    private final Set<String> reportedBackOffs = new HashSet<>();
    private volatile Pod desired;
    private volatile boolean gone;
    private volatile boolean stopped;
    private volatile Thread thread;
    private Optional<Sight> lastSight = Optional.empty();
    private JsonNode saved;
    private ObjectNode reported;
    private Instant reportedAt = Instant.EPOCH;
    private List<Action> lastActions = List.of();
    private String trouble = "";
    private Instant troubleSince = Instant.MAX;
    private boolean troubleTold;
    private boolean admitted;

    /** @param onEnd called when nothing of the pod is left and the control plane has forgotten it */
    PodWorker(PodServices services, Pod pod, Consumer<PodWorker> onEnd) {
        this.services = services;
        this.desired = pod;
        this.onEnd = onEnd;
        this.memory = new PodMemory(services.clock().instant());
        this.probes = new PodProbes(services.handlers(), services.reporter(), services.clock(), this::wake);
        this.observer = new PodObserver(services, memory, probes);
        this.storage = new StorageWatch(services, this::judge);
        this.allocation = new PodAllocation(services, memory);
        this.executor = new ActionExecutor(services, memory, this::wake);
    }

    void start() {
        thread = Thread.ofVirtual().name("pod-" + desired.identity().key()).start(this::run);
    }

    Pod pod() {
        return desired;
    }

    void update(Pod pod) {
        boolean metadata = !pod.metadata()
                        .path("labels")
                        .equals(desired.metadata().path("labels"))
                || !pod.metadata().path("annotations").equals(desired.metadata().path("annotations"));
        desired = pod;
        gone = false;
        if (metadata) {
            memory.configChanged();
        }
        wake();
    }

    /** The control plane no longer has the pod. */
    void gone() {
        gone = true;
        wake();
    }

    boolean isGone() {
        return gone;
    }

    /** A config map or secret that the pod may use has changed. */
    void configChanged() {
        memory.configChanged();
        wake();
    }

    void wake() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    /** Leaves the pod as it is: the agent ends. */
    void stop() {
        stopped = true;
        probes.close();
        storage.close();
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run() {
        Duration retry = FIRST_RETRY;
        while (!stopped && !(gone && memory.finished())) {
            Duration pause;
            Instant begun = services.clock().instant();
            try {
                pause = step();
                retry = FIRST_RETRY;
                recovered();
            } catch (EngineException | IOException e) {
                failed(String.valueOf(e.getMessage()), begun);
                reportHealth(begun);
                pause = retry;
                retry = longer(retry);
            } catch (RuntimeException e) {
                LOG.error("event=pod-sync-crashed pod={}", key(), e);
                pause = retry;
                retry = longer(retry);
            }
            if (!sleep(pause)) {
                return;
            }
        }
        probes.close();
        services.handlers().counts().forget(desired.uid());
        storage.close();
        allocation.release(desired);
        if (!stopped) {
            onEnd.accept(this);
        }
    }

    /** The same trouble is logged once: an engine that is away is so for every pod and every try. */
    private void failed(String error, Instant begun) {
        troubleSince = begun.isBefore(troubleSince) ? begun : troubleSince;
        boolean lasts = !services.clock().instant().isBefore(troubleSince.plus(TOLERATED));
        if (lasts && !troubleTold) {
            services.reporter()
                    .event(ObjectEvent.of(
                            desired, ObjectEvent.Type.WARNING, "FailedSync", "error determining status: " + error));
            troubleTold = true;
        }
        if (!error.equals(trouble)) {
            LOG.warn("event=pod-sync-failed pod={} error=\"{}\"", key(), error);
        }
        trouble = error;
    }

    private void recovered() {
        if (!trouble.isEmpty()) {
            LOG.info("event=pod-sync-recovered pod={}", key());
        }
        trouble = "";
        troubleSince = Instant.MAX;
        troubleTold = false;
    }

    private Duration step() throws IOException {
        Pod wanted = desired;
        boolean isGone = gone;
        if (memory.finished()) {
            services.reporter().podFinished(wanted.identity());
            return REPEAT_FINISHED;
        }
        save(wanted);
        Pod pod = allocation.of(wanted);
        if (services.certificates().isDue(pod.uid())) {
            memory.configChanged();
        } else if (services.tokens().isDue(pod.uid())) {
            memory.volumesOutdated();
        }
        PodActual actual = observer.observe(pod);
        if (!admitted) {
            admitted = true;
            actual = takeUp(pod, actual);
        }
        lastSight = Optional.of(new Sight(pod, actual));
        if (actual.running().isEmpty() || actual.memory().verdict().isPresent()) {
            storage.close();
        } else {
            storage.start(() -> desired);
        }
        allocation.settle(pod, actual);
        Instant now = services.clock().instant();
        Plan plan = PodPlanner.plan(pod, isGone, actual, now);
        report(pod, isGone, actual, plan, now);
        reportBackOffs(pod, actual, plan);
        for (Action action : plan.actions()) {
            LOG.debug(
                    "event=pod-action pod={} action={}",
                    key(),
                    action.getClass().getSimpleName());
            executor.execute(action, pod, actual);
            if (action instanceof Action.StartContainer start
                    && start.container().lifecycle("postStart").isPresent()) {
                // the others wait for its hook
                break;
            }
        }
        syncProbes(pod, actual);
        return pause(plan, now);
    }

    private PodActual takeUp(Pod pod, PodActual actual) throws IOException {
        if (actual.hasVolumesInUse()) {
            memory.volumesFound();
            return observer.observe(pod);
        }
        return admit(pod, actual);
    }

    /** A pod of which something was started before was admitted before. */
    private PodActual admit(Pod pod, PodActual actual) throws IOException {
        boolean begun = !actual.sandboxes().isEmpty() || !actual.containers().isEmpty();
        if (begun || pod.ended() || pod.deleting()) {
            return actual;
        }
        Optional<Verdict> rejection =
                PodAdmission.rejection(pod, services.node(), services.state().get());
        rejection.ifPresent(this::judge);
        return rejection.isPresent() ? observer.observe(pod) : actual;
    }

    /** Ends the pod for the sake of its node. */
    void evict(String message, long graceSeconds) {
        judge(Verdict.evicted(message, graceSeconds));
    }

    /** Ends the pod since its machine goes down. */
    void terminate(long graceSeconds) {
        memory.verdict(Verdict.terminated(
                "Terminated", "Pod was terminated in response to imminent node shutdown.", graceSeconds));
        wake();
    }

    private void judge(Verdict verdict) {
        LOG.warn("event=pod-not-wanted pod={} reason={} message=\"{}\"", key(), verdict.reason(), verdict.message());
        memory.verdict(verdict);
        services.reporter()
                .event(ObjectEvent.of(desired, ObjectEvent.Type.WARNING, verdict.reason(), verdict.message()));
        wake();
    }

    private Duration pause(Plan plan, Instant now) {
        // the same actions twice have not helped: give the world a moment
        boolean repeated = plan.actions().equals(lastActions);
        lastActions = plan.actions();
        if (!plan.actions().isEmpty()) {
            return repeated ? FIRST_RETRY : Duration.ZERO;
        }
        if (memory.snapshot().pendingResize().isPresent()) {
            // others may leave
            return RESIZE_RETRY;
        }
        Duration until = plan.wakeAt().map(at -> Duration.between(now, at)).orElse(RESYNC);
        Duration longest = PodStatusMatch.isShown(desired, reported) ? RESYNC : REPEAT_STATUS;
        return until.compareTo(longest) > 0 ? longest : until;
    }

    private void save(Pod pod) throws IOException {
        if (pod.json() == saved) {
            return;
        }
        services.directories().save(pod);
        saved = pod.json();
    }

    private void report(Pod pod, boolean isGone, PodActual actual, Plan plan, Instant now) {
        JsonNode before = reported == null ? pod.status() : reported;
        ObjectNode status = PodStatusBuilder.build(
                pod, isGone, actual, plan, before, services.node().addresses(), now);
        boolean known = pod.ended() && actual.containers().isEmpty();
        boolean news = !status.equals(reported) || isOverdue(pod, status, now);
        if (!isGone && !known && news) {
            services.reporter().podStatus(pod.identity(), status);
            reportedAt = now;
        }
        reported = status;
    }

    private boolean isOverdue(Pod pod, ObjectNode status, Instant now) {
        return !PodStatusMatch.isShown(pod, status) && !now.isBefore(reportedAt.plus(REPEAT_STATUS));
    }

    /** Probes need no engine: a pod that does not answer them leaves its services while the engine is away. */
    private void reportHealth(Instant now) {
        lastSight.ifPresent(sight -> {
            PodActual actual = sight.actual()
                    .withHealth(probes.health(sight.pod(), sight.actual().containers()));
            if (!actual.health().equals(sight.actual().health())) {
                boolean isGone = gone;
                report(sight.pod(), isGone, actual, PodPlanner.plan(sight.pod(), isGone, actual, now), now);
                lastSight = Optional.of(new Sight(sight.pod(), actual));
            }
        });
    }

    private void reportBackOffs(Pod pod, PodActual actual, Plan plan) {
        plan.waiting().forEach((name, waiting) -> {
            String id = actual.latest(name).map(ContainerRecord::id).orElse("");
            if (waiting.reason().equals("CrashLoopBackOff") && reportedBackOffs.add(id)) {
                pod.container(name)
                        .ifPresent(container -> services.reporter()
                                .event(ObjectEvent.of(
                                        pod,
                                        container,
                                        ObjectEvent.Type.WARNING,
                                        "BackOff",
                                        "Back-off restarting failed container " + name + " in pod "
                                                + pod.identity().display())));
            }
        });
        reportedBackOffs.retainAll(
                actual.containers().stream().map(ContainerRecord::id).toList());
    }

    private void syncProbes(Pod pod, PodActual actual) {
        List<String> addresses = pod.hostNetwork() ? services.node().addresses() : actual.addresses();
        probes.sync(pod, actual, addresses.isEmpty() ? "" : addresses.getFirst());
    }

    private boolean sleep(Duration pause) {
        try {
            if (wake.tryAcquire(Math.max(0, pause.toMillis()), TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Duration longer(Duration retry) {
        Duration doubled = retry.multipliedBy(2);
        return doubled.compareTo(MAX_RETRY) > 0 ? MAX_RETRY : doubled;
    }

    private String key() {
        return desired.identity().key();
    }
}
