package io.gantry.agent.pod;

import io.gantry.agent.cgroup.GroupLimits;
import io.gantry.agent.runtime.ContainerSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What the agent remembers of its doing for one pod. All of it may be lost: a restarted agent finds its way without. */
final class PodMemory {

    private final Instant acceptedAt;
    private volatile boolean volumesReady;
    private volatile boolean volumesStale;
    private volatile boolean volumesRemoved;
    private volatile boolean directoryRemoved;
    private volatile Optional<Instant> withdrawingSince = Optional.empty();
    private volatile Optional<PendingResize> pendingResize = Optional.empty();
    private volatile Optional<Verdict> verdict = Optional.empty();
    private volatile long resizeGeneration;
    private final ConcurrentMap<String, Failure> failures = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, KillRecord> kills = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, ImageAttempt> images = new ConcurrentHashMap<>();
    private final Set<String> failedPostStart = ConcurrentHashMap.newKeySet();
    private final Set<String> runningHooks = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<String, ContainerSpec.Resources> granted = new ConcurrentHashMap<>();
    private final MountBackoff mountBackoff = new MountBackoff();
    private volatile Optional<GroupLimits> group = Optional.empty();
    private final ConcurrentMap<String, String> messages = new ConcurrentHashMap<>();

    PodMemory(Instant acceptedAt) {
        this.acceptedAt = acceptedAt;
    }

    PodActual.Memory snapshot() {
        Map<String, Failure> known = new HashMap<>(failures);
        mountBackoff.next().ifPresent(failure -> known.put(PodActual.Memory.VOLUMES, failure));
        return new PodActual.Memory(
                acceptedAt,
                volumesReady,
                volumesStale,
                volumesRemoved,
                directoryRemoved,
                withdrawingSince,
                Map.copyOf(known),
                Map.copyOf(kills),
                Map.copyOf(images),
                Set.copyOf(failedPostStart),
                Set.copyOf(runningHooks),
                Map.copyOf(granted),
                group,
                pendingResize,
                verdict,
                resizeGeneration);
    }

    /** They are going to be made from what is known now; what changes from here on makes them stale again. */
    void volumesBegun() {
        volumesStale = false;
    }

    void volumesReady() {
        volumesReady = true;
    }

    /** They exist from before a restart; whether they are up to date is not known. */
    void volumesFound() {
        volumesReady = true;
        volumesStale = true;
    }

    /** An object changed that the pod may be made from: volumes are to be refreshed, and what failed may work now. */
    void configChanged() {
        volumesStale = true;
        failures.values().removeIf(failure -> failure.reason().equals("CreateContainerConfigError"));
        mountBackoff.objectsChanged();
    }

    MountBackoff mountBackoff() {
        return mountBackoff;
    }

    /** What the volumes hold should be renewed. */
    void volumesOutdated() {
        volumesStale = true;
    }

    void volumesRemoved() {
        volumesRemoved = true;
    }

    void directoryRemoved() {
        directoryRemoved = true;
    }

    /** The pod is to end and still gets requests. */
    void withdrawing(Instant now) {
        if (withdrawingSince.isEmpty()) {
            withdrawingSince = Optional.of(now);
        }
    }

    void withdrawn() {
        withdrawingSince = Optional.empty();
    }

    void granted(String containerId, ContainerSpec.Resources resources) {
        granted.put(containerId, resources);
        failures.remove(PodActual.Memory.RESIZE);
    }

    void grouped(GroupLimits limits) {
        group = Optional.of(limits);
        failures.remove(PodActual.Memory.GROUP);
    }

    void groupRemoved() {
        group = Optional.empty();
    }

    void verdict(Verdict given) {
        verdict = Optional.of(given);
    }

    void resizePending(Optional<PendingResize> pending) {
        pendingResize = pending;
    }

    void resizeGeneration(long generation) {
        resizeGeneration = generation;
    }

    boolean finished() {
        return directoryRemoved;
    }

    void failed(String what, Failure failure) {
        failures.put(what, failure);
    }

    void succeeded(String what) {
        failures.remove(what);
    }

    void killing(String containerId, KillRecord kill) {
        kills.putIfAbsent(containerId, kill);
    }

    void image(String container, ImageAttempt attempt) {
        images.put(container, attempt);
    }

    void forgetImage(String container) {
        images.remove(container);
    }

    void hookBegins(String containerId) {
        runningHooks.add(containerId);
    }

    void hookEnds(String containerId) {
        runningHooks.remove(containerId);
    }

    void postStartFailed(String containerId) {
        failedPostStart.add(containerId);
    }

    Map<String, String> messages() {
        return messages;
    }

    /** Forgets containers that no longer exist. */
    void retain(Collection<String> containerIds) {
        kills.keySet().retainAll(containerIds);
        failedPostStart.retainAll(containerIds);
        runningHooks.retainAll(containerIds);
        granted.keySet().retainAll(containerIds);
        messages.keySet().retainAll(containerIds);
    }
}
