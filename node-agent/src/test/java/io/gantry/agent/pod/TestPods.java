package io.gantry.agent.pod;

import io.gantry.agent.cgroup.GroupState;
import io.gantry.agent.cni.NetworkPlan;
import io.gantry.agent.cni.PodNetwork;
import io.gantry.agent.image.ImageStatus;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pods and their states for tables of cases. */
final class TestPods {

    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    static final PodIdentity ID = new PodIdentity("ns", "p", "u1");
    static final String SANDBOX = "sandbox-0";

    private TestPods() {}

    /** @param spec JSON with apostrophes for quotation marks */
    static Pod pod(String spec) {
        return new Pod(
                Json.read(("{'metadata':{'namespace':'ns','name':'p','uid':'u1','generation':2},'spec':" + spec + "}")
                        .replace('\'', '"')));
    }

    static Pod twoContainers(String restartPolicy) {
        return pod("{'restartPolicy':'" + restartPolicy
                + "','containers':[{'name':'a','image':'i:1'},{'name':'b','image':'i:1'}]}");
    }

    static Pod oneContainer(String restartPolicy) {
        return pod("{'restartPolicy':'" + restartPolicy + "','containers':[{'name':'a','image':'i:1'}]}");
    }

    static Pod deleting(Pod pod, long graceSeconds) {
        Pod copy = new Pod(pod.json().deepCopy());
        ((com.fasterxml.jackson.databind.node.ObjectNode) copy.metadata())
                .put("deletionTimestamp", "2026-01-01T12:00:00Z")
                .put("deletionGracePeriodSeconds", graceSeconds);
        return copy;
    }

    static ContainerRecord sandbox() {
        return record(SANDBOX, "", 0, ContainerRecord.State.RUNNING, 0, Duration.ZERO, SANDBOX);
    }

    static ContainerRecord running(String name) {
        return running(name, 0);
    }

    static ContainerRecord running(String name, int attempt) {
        return record(name + "-" + attempt, name, attempt, ContainerRecord.State.RUNNING, 0, Duration.ZERO, SANDBOX);
    }

    /** Ended at {@link #NOW} after a second. */
    static ContainerRecord exited(String name, int attempt, int code, Duration backoff) {
        return record(name + "-" + attempt, name, attempt, ContainerRecord.State.EXITED, code, backoff, SANDBOX);
    }

    static ContainerRecord record(
            String id,
            String name,
            int attempt,
            ContainerRecord.State state,
            int code,
            Duration backoff,
            String sandbox) {
        Container container =
                new Container(Json.object().put("name", name).put("image", "i:1"), Container.Kind.REGULAR);
        Instant start = NOW.minusSeconds(1);
        return new ContainerRecord(
                id,
                ID,
                name,
                attempt,
                container.hash(),
                name.isEmpty() ? "" : sandbox,
                backoff,
                30,
                state,
                state == ContainerRecord.State.RUNNING ? 42 : 0,
                start,
                state == ContainerRecord.State.CREATED ? Instant.EPOCH : start,
                state == ContainerRecord.State.EXITED ? NOW : Instant.EPOCH,
                code,
                false,
                "",
                "i:1",
                "docker://sha256:1",
                "",
                new ContainerSpec.Resources(2, 0, 0, 0),
                "",
                false,
                ContainerRecord.Stdin.NONE);
    }

    /** The same container with other resources. */
    static ContainerRecord granted(ContainerRecord r, ContainerSpec.Resources resources) {
        return new ContainerRecord(
                r.id(),
                r.pod(),
                r.containerName(),
                r.attempt(),
                r.hash(),
                r.sandboxId(),
                r.restartBackoff(),
                r.graceSeconds(),
                r.state(),
                r.pid(),
                r.createdAt(),
                r.startedAt(),
                r.finishedAt(),
                r.exitCode(),
                r.outOfMemory(),
                r.error(),
                r.image(),
                r.imageId(),
                r.stopSignal(),
                resources,
                r.messageFile(),
                r.tty(),
                r.stdin());
    }

    static State state() {
        return new State();
    }

    /** Builds a {@link PodActual}; by default all is prepared and the sandbox runs. */
    static final class State {

        private List<ContainerRecord> sandboxes = List.of(sandbox());
        private final List<ContainerRecord> containers = new ArrayList<>();
        private boolean network = true;
        private boolean volumesReady = true;
        private boolean volumesStale;
        private boolean volumesRemoved;
        private boolean directoryRemoved;
        private Optional<Instant> withdrawingSince = Optional.empty();
        private final Map<String, Failure> failures = new HashMap<>();
        private final Map<String, KillRecord> kills = new HashMap<>();
        private final Map<String, ImageAttempt> images = new HashMap<>();
        private final Map<String, Health> health = new HashMap<>();
        private final Map<String, String> messages = new HashMap<>();
        private final Set<String> runningHooks = new java.util.HashSet<>();
        private final Map<String, ContainerSpec.Resources> granted = new HashMap<>();
        private Optional<Verdict> verdict = Optional.empty();
        private Optional<PendingResize> pendingResize = Optional.empty();
        private GroupState group = GroupState.NONE;
        private Instant acceptedAt = NOW.minusSeconds(10);

        State with(ContainerRecord... records) {
            containers.addAll(List.of(records));
            return this;
        }

        State sandboxes(ContainerRecord... records) {
            sandboxes = List.of(records);
            return this;
        }

        State noNetwork() {
            network = false;
            return this;
        }

        State volumesMissing() {
            volumesReady = false;
            return this;
        }

        State volumesStale() {
            volumesStale = true;
            return this;
        }

        State volumesRemoved() {
            volumesRemoved = true;
            return this;
        }

        State directoryRemoved() {
            directoryRemoved = true;
            return this;
        }

        State withdrawingSince(Instant since) {
            withdrawingSince = Optional.of(since);
            return this;
        }

        State failure(String what, String reason, Instant retryAt) {
            failures.put(what, new Failure(reason, reason + " message", retryAt));
            return this;
        }

        State kill(String id, Instant at, long grace) {
            kills.put(id, new KillRecord(at, grace));
            return this;
        }

        State imageReady(String container, int attempt) {
            return image(container, attempt, new ImageStatus.Ready("docker://sha256:1", ""));
        }

        State image(String container, int attempt, ImageStatus status) {
            images.put(container, new ImageAttempt(attempt, status));
            return this;
        }

        State health(String id, Health of) {
            health.put(id, of);
            return this;
        }

        State message(String id, String message) {
            messages.put(id, message);
            return this;
        }

        State runningHook(String id) {
            runningHooks.add(id);
            return this;
        }

        State granted(String id, ContainerSpec.Resources resources) {
            granted.put(id, resources);
            return this;
        }

        State verdict(Verdict given) {
            verdict = Optional.of(given);
            return this;
        }

        State pendingResize(PendingResize pending) {
            pendingResize = Optional.of(pending);
            return this;
        }

        State group(GroupState of) {
            group = of;
            return this;
        }

        State acceptedAt(Instant at) {
            acceptedAt = at;
            return this;
        }

        PodActual build() {
            Optional<PodNetwork> net = network
                    ? Optional.of(new PodNetwork(
                            SANDBOX,
                            new NetworkPlan("n", "1.0.0", List.of()),
                            Json.object(),
                            Json.read("{\"ips\":[{\"address\":\"10.0.0.5/24\"}]}")))
                    : Optional.empty();
            return new PodActual(
                    sandboxes,
                    containers,
                    net,
                    health,
                    messages,
                    group,
                    new PodActual.Memory(
                            acceptedAt,
                            volumesReady,
                            volumesStale,
                            volumesRemoved,
                            directoryRemoved,
                            withdrawingSince,
                            failures,
                            kills,
                            images,
                            Set.of(),
                            runningHooks,
                            granted,
                            group.applied(),
                            pendingResize,
                            verdict,
                            2));
        }
    }
}
