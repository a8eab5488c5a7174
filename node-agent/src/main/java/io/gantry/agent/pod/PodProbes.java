package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.cluster.Reporter;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.Probe;
import io.gantry.agent.probe.ContainerProbes;
import io.gantry.agent.probe.HandlerRunner;
import io.gantry.agent.probe.Target;
import io.gantry.agent.runtime.ContainerRecord;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The probes of one pod's running containers. Used by the pod's worker only. */
final class PodProbes {

    private final HandlerRunner runner;
    private final Reporter reporter;
    private final InstantSource clock;
    private final Runnable onChange;
    private final Map<String, ContainerProbes> byContainer = new HashMap<>();

    PodProbes(HandlerRunner runner, Reporter reporter, InstantSource clock, Runnable onChange) {
        this.runner = runner;
        this.reporter = reporter;
        this.clock = clock;
        this.onChange = onChange;
    }

    /** Begins to probe containers that now run, and stops for those that end. */
    void sync(Pod pod, PodActual actual, String address) {
        Set<String> wanted = new HashSet<>();
        for (ContainerRecord record : actual.asReported().running()) {
            Optional<Container> container =
                    pod.container(record.containerName()).filter(PodProbes::probed);
            if (container.isPresent() && !actual.memory().kills().containsKey(record.id())) {
                wanted.add(record.id());
                byContainer.computeIfAbsent(record.id(), id -> start(pod, container.get(), record, address));
            }
        }
        byContainer.entrySet().removeIf(entry -> {
            boolean ended = !wanted.contains(entry.getKey());
            if (ended) {
                entry.getValue().close();
            }
            return ended;
        });
    }

    void close() {
        byContainer.values().forEach(ContainerProbes::close);
        byContainer.clear();
    }

    /** A running container with probes that are not begun yet is neither started nor ready. */
    Map<String, Health> health(Pod pod, Iterable<ContainerRecord> records) {
        Map<String, Health> result = new HashMap<>();
        for (ContainerRecord record : records) {
            pod.container(record.containerName())
                    .filter(container -> record.running())
                    .ifPresent(container -> {
                        if (probed(container)) {
                            result.put(record.id(), health(pod, container, record));
                        }
                    });
        }
        return result;
    }

    private Health health(Pod pod, Container container, ContainerRecord record) {
        ContainerProbes probes = byContainer.get(record.id());
        if (probes != null) {
            return new Health(probes.started(), probes.ready(), probes.failed());
        }
        ContainerProbes.Known known = known(pod, record);
        return new Health(
                known.started() || container.probe(Probe.Kind.STARTUP).isEmpty(),
                known.ready() || container.probe(Probe.Kind.READINESS).isEmpty(),
                Optional.empty());
    }

    private ContainerProbes start(Pod pod, Container container, ContainerRecord record, String address) {
        ContainerProbes probes = new ContainerProbes(
                runner,
                new Target(container, record, address),
                clock,
                known(pod, record),
                onChange,
                (reason, message) ->
                        reporter.event(ObjectEvent.of(pod, container, ObjectEvent.Type.WARNING, reason, message)));
        probes.start();
        return probes;
    }

    /** An agent restart must not take a pod out of its services. */
    private static ContainerProbes.Known known(Pod pod, ContainerRecord record) {
        for (String field : new String[] {"containerStatuses", "initContainerStatuses"}) {
            for (JsonNode status : pod.status().path(field)) {
                if (status.path("containerID").asText().equals(record.apiId())) {
                    return new ContainerProbes.Known(
                            status.path("started").asBoolean(),
                            status.path("ready").asBoolean());
                }
            }
        }
        return ContainerProbes.Known.NOTHING;
    }

    private static boolean probed(Container container) {
        return Arrays.stream(Probe.Kind.values())
                .anyMatch(kind -> container.probe(kind).isPresent());
    }
}
