package io.gantry.agent.usage;

import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.runtime.ContainerEngine;
import io.gantry.agent.runtime.ContainerRecord;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Measures all running containers of the node, when somebody asks. */
public final class ContainerUsages {

    /** One running container and what it uses. The sandbox of a pod has no name. */
    public record Measured(ContainerRecord container, Usage usage) {

        public boolean sandbox() {
            return container.sandbox();
        }
    }

    private static final Comparator<PodIdentity> BY_NAME = Comparator.comparing(PodIdentity::namespace)
            .thenComparing(PodIdentity::name)
            .thenComparing(PodIdentity::uid);

    private final ContainerEngine engine;
    private final ControlGroups groups;
    private final InstantSource clock;

    public ContainerUsages(ContainerEngine engine, ControlGroups groups, InstantSource clock) {
        this.engine = engine;
        this.groups = groups;
        this.clock = clock;
    }

    /** In the order of names. Throws {@link io.gantry.agent.runtime.EngineException} when the engine is away. */
    public Map<PodIdentity, List<Measured>> byPod() {
        return measure(engine.list());
    }

    /** Like {@link #byPod}, but without sandboxes, and without asking the engine: for those who look all the time. */
    public Map<PodIdentity, List<Measured>> knownByPod() {
        return measure(engine.known().stream()
                .filter(container -> !container.sandbox())
                .toList());
    }

    private Map<PodIdentity, List<Measured>> measure(List<ContainerRecord> containers) {
        Map<PodIdentity, List<Measured>> pods = new TreeMap<>(BY_NAME);
        containers.stream()
                .filter(ContainerRecord::running)
                .sorted(Comparator.comparing(ContainerRecord::containerName))
                .forEach(container -> groups.of(container.pid(), clock.instant())
                        .ifPresent(usage -> pods.computeIfAbsent(container.pod(), _ -> new ArrayList<>())
                                .add(new Measured(container, usage))));
        return pods;
    }
}
