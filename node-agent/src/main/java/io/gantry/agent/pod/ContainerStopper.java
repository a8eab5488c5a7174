package io.gantry.agent.pod;

import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.cluster.ObjectEvent.Type;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Handler;
import io.gantry.agent.object.Pod;
import io.gantry.agent.probe.Outcome;
import io.gantry.agent.probe.Target;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.EngineException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks containers to end: the preStop hook, then the stop signal. */
final class ContainerStopper {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerStopper.class);

    private final PodServices services;

    ContainerStopper(PodServices services) {
        this.services = services;
    }

    /** Returns at once; the hook and the signal follow on a thread of their own. */
    void stop(Pod pod, Action.Kill kill, String address) {
        Optional<Container> container = pod.container(kill.container().containerName());
        container.ifPresent(
                known -> services.reporter().event(ObjectEvent.of(pod, known, Type.NORMAL, "Killing", kill.message())));
        Thread.ofVirtual().name("stop-" + kill.container().containerName()).start(() -> {
            container.ifPresent(known -> preStop(pod, known, kill, address));
            signal(pod, kill.container());
        });
    }

    private void preStop(Pod pod, Container container, Action.Kill kill, String address) {
        Optional<Handler> hook = container.lifecycle("preStop");
        if (hook.isEmpty() || kill.graceSeconds() == 0) {
            return;
        }
        Outcome outcome = services.handlers()
                .run(
                        hook.get(),
                        new Target(container, kill.container(), address),
                        Duration.ofSeconds(kill.graceSeconds()));
        if (!outcome.success()) {
            LOG.warn(
                    "event=prestop-failed pod={} container={} output=\"{}\"",
                    pod.identity().key(),
                    container.name(),
                    outcome.output().strip());
            services.reporter()
                    .event(ObjectEvent.of(pod, container, Type.WARNING, "FailedPreStopHook", "PreStopHook failed"));
        }
    }

    private void signal(Pod pod, ContainerRecord container) {
        String signal = container.stopSignal().isEmpty() ? "SIGTERM" : container.stopSignal();
        try {
            services.engine().signal(container.id(), signal);
        } catch (EngineException e) {
            // the deadline kills it
            LOG.warn(
                    "event=signal-failed pod={} container={} signal={} error=\"{}\"",
                    pod.identity().key(),
                    container.containerName(),
                    signal,
                    e.getMessage());
        }
    }
}
