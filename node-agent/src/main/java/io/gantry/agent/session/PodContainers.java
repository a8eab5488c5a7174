package io.gantry.agent.session;

import io.gantry.agent.runtime.ContainerEngine;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.node.v1.PodReference;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Finds the containers that sessions are about. */
final class PodContainers {

    private static final int NOT_FOUND = 404;
    private static final int BAD_REQUEST = 400;

    private final ContainerEngine engine;
    private final UnaryOperator<String> runningUids;

    /** @param runningUids the uid under which a pod of the API runs here */
    PodContainers(ContainerEngine engine, UnaryOperator<String> runningUids) {
        this.engine = engine;
        this.runningUids = runningUids;
    }

    ContainerRecord running(PodReference pod, String container) throws SessionException {
        return newestFirst(pod, container).stream()
                .findFirst()
                .filter(ContainerRecord::running)
                .orElseThrow(() -> new SessionException(NOT_FOUND, "container not found (\"" + container + "\")"));
    }

    /** The container whose log is asked for: the newest, or with {@code previous} the one before it. */
    ContainerRecord logged(PodReference pod, String container, boolean previous) throws SessionException {
        List<ContainerRecord> records = newestFirst(pod, container);
        if (!previous) {
            return records.stream()
                    .findFirst()
                    .orElseThrow(() -> new SessionException(
                            BAD_REQUEST,
                            "container \"" + container + "\" in pod \"" + pod.getName()
                                    + "\" is waiting to start: ContainerCreating"));
        }
        return records.stream()
                .filter(ContainerRecord::exited)
                // of a container that is down and waits for its restart, the last run is the previous one
                .findFirst()
                .orElseThrow(() -> new SessionException(
                        BAD_REQUEST,
                        "previous terminated container \"" + container + "\" in pod \"" + pod.getName()
                                + "\" not found"));
    }

    Optional<ContainerRecord> sandbox(PodReference pod) {
        return engine.list(runningUids.apply(pod.getUid())).stream()
                .filter(record -> record.sandbox() && record.running())
                .findFirst();
    }

    private List<ContainerRecord> newestFirst(PodReference pod, String container) {
        return engine.list(runningUids.apply(pod.getUid())).stream()
                .filter(record -> record.containerName().equals(container))
                .sorted(Comparator.comparing(ContainerRecord::attempt).reversed())
                .toList();
    }
}
