package io.gantry.agent.pod;

import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.cluster.ObjectEvent.Type;
import io.gantry.agent.env.ConfigException;
import io.gantry.agent.host.ContainerMemory;
import io.gantry.agent.image.ImageStatus;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Handler;
import io.gantry.agent.object.Pod;
import io.gantry.agent.probe.Outcome;
import io.gantry.agent.probe.Target;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.EngineException;
import io.gantry.agent.volume.VolumeBinds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the actions of one pod's plans. What fails for the pod's own reasons is remembered with a time to try again. */
final class ActionExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(ActionExecutor.class);
    private static final ContainerMemory MEMORY = new ContainerMemory(Path.of("/"));
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration RETRY_SOON = Duration.ofSeconds(3);
    /** A postStart hook has no limit of its own; the probes and the pod's end still apply. */
    private static final Duration POST_START_LIMIT = Duration.ofHours(1);

    private final PodServices services;
    private final PodMemory memory;
    private final Runnable wake;
    private final SandboxStarter sandboxes;
    private final ContainerStarter starter;
    private final ContainerStopper stopper;
    private final VolumeMounter volumes;
    private final PodGroupSteps groups;

    ActionExecutor(PodServices services, PodMemory memory, Runnable wake) {
        this.services = services;
        this.memory = memory;
        this.wake = wake;
        this.sandboxes = new SandboxStarter(services);
        this.starter = new ContainerStarter(services);
        this.stopper = new ContainerStopper(services);
        this.groups = new PodGroupSteps(services, memory);
        this.volumes = new VolumeMounter(services, memory);
    }

    /** @throws IOException when the host refused; the worker tries again */
    void execute(Action action, Pod pod, PodActual actual) throws IOException {
        Path directory = services.directories().of(pod.uid());
        switch (action) {
            case Action.PrepareVolumes prepare -> volumes.setUp(pod, actual.addresses());
            case Action.CreateSandbox create -> createSandbox(pod, create.attempt());
            case Action.TearDownSandbox tearDown -> {
                sandboxes.remove(pod, actual.sandboxes());
                groups.remove(pod);
            }
            case Action.EnsureImage ensure -> ensureImage(pod, ensure.container(), ensure.attempt());
            case Action.ShowImageBackOff show ->
                memory.image(
                        ImageAttempt.key(show.container()),
                        new ImageAttempt(
                                show.attempt(), services.images().backOff(pod, show.container(), show.failed())));
            case Action.StartContainer start -> startContainer(pod, actual, start);
            case Action.Kill kill -> {
                memory.killing(
                        kill.container().id(), new KillRecord(services.clock().instant(), kill.graceSeconds()));
                stopper.stop(pod, kill, address(pod, actual.addresses()));
            }
            case Action.LimitPod limit -> groups.limit(pod, actual.group(), limit.limits());
            case Action.Resize resize -> resize(pod, resize);
            case Action.ForceKill kill ->
                services.engine().signal(kill.container().id(), "SIGKILL");
            case Action.RemoveContainers remove ->
                remove.containers().forEach(container -> services.engine().remove(container.id()));
            case Action.RemoveVolumes remove -> {
                services.mounts().removeTree(directory.resolve(VolumeBinds.SUB_PATHS));
                services.mounts().removeTree(directory.resolve("volumes"));
                memory.volumesRemoved();
            }
            case Action.RemovePodDirectory remove -> {
                groups.remove(pod);
                // pod.json goes last: a crash in between must not hide the rest
                services.mounts().removeTree(directory.resolve(VolumeBinds.SUB_PATHS));
                services.mounts().removeTree(directory.resolve("volumes"));
                services.mounts().removeTree(directory);
                services.images().forget(pod.uid());
                services.tokens().forget(pod.uid());
                services.certificates().forget(pod.uid());
                memory.directoryRemoved();
            }
            case Action.ReportFinished finished -> services.reporter().podFinished(pod.identity());
        }
    }

    private void resize(Pod pod, Action.Resize resize) throws IOException {
        long limit = resize.resources().memory();
        OptionalLong used = MEMORY.used(resize.container().pid());
        if (decreases(resize) && used.isPresent() && limit <= used.getAsLong()) {
            failResize(
                    pod,
                    "cannot decrease memory limits: attempting to set container \""
                            + resize.container().containerName() + "\" memory limit (" + limit
                            + ") below current usage (" + used.getAsLong() + ")");
            return;
        }
        try {
            services.engine().update(resize.container().id(), resize.resources());
            memory.granted(resize.container().id(), resize.resources());
        } catch (EngineException e) {
            failResize(pod, e.getMessage());
        }
    }

    private static boolean decreases(Action.Resize resize) {
        long before = resize.container().resources().memory();
        long limit = resize.resources().memory();
        return limit > 0 && (before == 0 || limit < before);
    }

    private void failResize(Pod pod, String message) {
        fail(pod, PodActual.Memory.RESIZE, "Error", message, RETRY);
        services.reporter().event(ResizeNews.event(pod, Type.WARNING, "ResizeError", "Pod resize error", message));
    }

    private void createSandbox(Pod pod, int attempt) {
        if (!groups.make(pod)) {
            return;
        }
        try {
            sandboxes.create(pod, attempt);
            memory.succeeded(PodActual.Memory.SANDBOX);
        } catch (IOException | EngineException | ConfigException e) {
            String message = "Failed to create pod sandbox: " + e.getMessage();
            fail(pod, PodActual.Memory.SANDBOX, "FailedCreatePodSandBox", message, RETRY_SOON);
            event(pod, Type.WARNING, "FailedCreatePodSandBox", message);
        }
    }

    private void ensureImage(Pod pod, Container container, int attempt) {
        // noted first: the pull may end before it returns
        memory.image(ImageAttempt.key(container), new ImageAttempt(attempt, new ImageStatus.Pulling()));
        try {
            ImageStatus status = services.images().ensure(pod, container, ended -> {
                memory.image(ImageAttempt.key(container), new ImageAttempt(attempt, ended));
                wake.run();
            });
            if (!(status instanceof ImageStatus.Pulling)) {
                memory.image(ImageAttempt.key(container), new ImageAttempt(attempt, status));
            }
        } catch (EngineException e) {
            memory.forgetImage(ImageAttempt.key(container));
            throw e;
        }
    }

    private void startContainer(Pod pod, PodActual actual, Action.StartContainer start) throws IOException {
        Container container = start.container();
        List<String> addresses = pod.hostNetwork() ? services.node().addresses() : actual.addresses();
        String id;
        try {
            id = starter.create(pod, addresses, start);
        } catch (ConfigException e) {
            failStart(pod, container, "CreateContainerConfigError", e.getMessage(), RETRY);
            return;
        } catch (EngineException e) {
            // an image may have been removed since it was found
            memory.forgetImage(ImageAttempt.key(container));
            pod.imageVolumes(container).forEach(volume -> memory.forgetImage(ImageAttempt.key(volume)));
            failStart(pod, container, "CreateContainerError", e.getMessage(), RETRY);
            return;
        }
        event(pod, container, Type.NORMAL, "Created", "Container created");
        try {
            services.engine().start(id);
            services.groups().limitHugePages(pod, container, id);
        } catch (EngineException e) {
            failStart(pod, container, "RunContainerError", e.getMessage(), RETRY_SOON);
            return;
        }
        memory.succeeded(container.name());
        event(pod, container, Type.NORMAL, "Started", "Container started");
        container.lifecycle("postStart").ifPresent(hook -> postStart(pod, container, hook, id, addresses));
    }

    private void postStart(Pod pod, Container container, Handler hook, String id, List<String> addresses) {
        Optional<ContainerRecord> record = services.engine().list(pod.uid()).stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst();
        if (record.isEmpty()) {
            return;
        }
        Target target = new Target(container, record.get(), address(pod, addresses));
        memory.hookBegins(id);
        Thread.ofVirtual().name("poststart-" + container.name()).start(() -> {
            Outcome outcome = services.handlers().run(hook, target, POST_START_LIMIT);
            if (!outcome.success()) {
                event(pod, container, Type.WARNING, "FailedPostStartHook", "PostStartHook failed");
                memory.postStartFailed(id);
            }
            memory.hookEnds(id);
            wake.run();
        });
    }

    private String address(Pod pod, List<String> addresses) {
        List<String> all = pod.hostNetwork() ? services.node().addresses() : addresses;
        return all.isEmpty() ? "" : all.getFirst();
    }

    private void failStart(Pod pod, Container container, String reason, String message, Duration retry) {
        fail(pod, container.name(), reason, message, retry);
        event(pod, container, Type.WARNING, "Failed", "Error: " + message);
    }

    private void fail(Pod pod, String what, String reason, String message, Duration retry) {
        LOG.warn(
                "event=pod-step-failed pod={} container={} reason={} error=\"{}\"",
                pod.identity().key(),
                what,
                reason,
                message);
        memory.failed(
                what, new Failure(reason, message, services.clock().instant().plus(retry)));
    }

    private void event(Pod pod, Type type, String reason, String message) {
        services.reporter().event(ObjectEvent.of(pod, type, reason, message));
    }

    private void event(Pod pod, Container container, Type type, String reason, String message) {
        services.reporter().event(ObjectEvent.of(pod, container, type, reason, message));
    }
}
