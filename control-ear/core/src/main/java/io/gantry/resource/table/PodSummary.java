package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one line can say of a pod: readiness, the most telling reason and the restarts (upstream's {@code printPod}).
 */
final class PodSummary {

    private static final String NODE_LOST = "NodeLost";

    private final JsonNode spec;
    private final JsonNode status;
    private final Set<String> sidecars = new HashSet<>();
    private final int total;
    private String reason;
    private int ready;
    private long restarts;
    private String lastRestart = "";

    PodSummary(ApiObject pod) {
        this.spec = pod.spec();
        this.status = pod.status();
        for (JsonNode container : Nodes.objects(spec, "initContainers")) {
            if (Nodes.text(container, "restartPolicy").equals("Always")) {
                sidecars.add(Nodes.text(container, "name"));
            }
        }
        this.total = Nodes.objects(spec, "containers").size() + sidecars.size();
        this.reason = initialReason();
        boolean initializing = readInitContainers();
        if (!initializing || hasCondition("Initialized")) {
            readContainers();
        }
        if (pod.isBeingDeleted()) {
            reason = reasonWhileDeleted();
        }
    }

    String ready() {
        return ready + "/" + total;
    }

    String reason() {
        return reason;
    }

    String restarts(Instant now) {
        return restarts == 0 || lastRestart.isEmpty()
                ? String.valueOf(restarts)
                : restarts + " (" + HumanDuration.since(lastRestart, now) + " ago)";
    }

    private String initialReason() {
        for (JsonNode condition : status.path("conditions")) {
            if (Nodes.text(condition, "type").equals("PodScheduled")
                    && Nodes.text(condition, "reason").equals("SchedulingGated")) {
                return "SchedulingGated";
            }
        }
        String given = Nodes.text(status, "reason");
        return given.isEmpty() ? Nodes.text(status, "phase") : given;
    }

    /** Whether an init container is still at work or has failed; counts restarts on the way. */
    private boolean readInitContainers() {
        int index = 0;
        for (JsonNode container : Nodes.objects(status, "initContainerStatuses")) {
            countRestarts(container);
            boolean sidecar = sidecars.contains(Nodes.text(container, "name"));
            boolean finished = Nodes.has(container.path("state"), "terminated")
                    && container.at("/state/terminated/exitCode").asInt() == 0;
            boolean startedSidecar = sidecar && container.path("started").asBoolean();
            if (!finished && !startedSidecar) {
                reason = initReason(container, index);
                return true;
            }
            if (!finished && container.path("ready").asBoolean()) {
                ready++;
            }
            index++;
        }
        return false;
    }

    private String initReason(JsonNode container, int index) {
        JsonNode terminated = container.at("/state/terminated");
        if (terminated.isObject()) {
            return "Init:" + exitReason(terminated);
        }
        String waiting = container.at("/state/waiting/reason").asText("");
        if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
            return "Init:" + waiting;
        }
        return "Init:" + index + "/" + Nodes.objects(spec, "initContainers").size();
    }

    /** Restarts of init containers that have done their work no longer count; those of sidecars do. */
    private void readContainers() {
        restarts = 0;
        lastRestart = "";
        Nodes.objects(status, "initContainerStatuses").stream()
                .filter(container -> sidecars.contains(Nodes.text(container, "name")))
                .forEach(this::countRestarts);
        boolean running = false;
        String errorReason = "";
        List<? extends JsonNode> containers = Nodes.objects(status, "containerStatuses");
        for (JsonNode container : containers.reversed()) {
            countRestarts(container);
            JsonNode terminated = container.at("/state/terminated");
            String waiting = container.at("/state/waiting/reason").asText("");
            if (!waiting.isEmpty()) {
                reason = waiting;
            } else if (terminated.isObject()) {
                reason = exitReason(terminated);
                errorReason = terminated.path("exitCode").asInt() != 0 ? reason : errorReason;
            } else if (container.path("ready").asBoolean() && Nodes.has(container.path("state"), "running")) {
                running = true;
                ready++;
            }
        }
        if (reason.equals("Completed")) {
            reason = reasonOfPartlyCompleted(running, errorReason);
        }
    }

    private String reasonOfPartlyCompleted(boolean running, String errorReason) {
        if (running && hasCondition("Ready")) {
            return "Running";
        }
        if (!errorReason.isEmpty()) {
            return errorReason;
        }
        return running ? "NotReady" : reason;
    }

    private String reasonWhileDeleted() {
        if (Nodes.text(status, "reason").equals(NODE_LOST)) {
            return "Unknown";
        }
        String phase = Nodes.text(status, "phase");
        return phase.equals("Succeeded") || phase.equals("Failed") ? reason : "Terminating";
    }

    private static String exitReason(JsonNode terminated) {
        String given = Nodes.text(terminated, "reason");
        if (!given.isEmpty()) {
            return given;
        }
        int signal = terminated.path("signal").asInt();
        return signal != 0
                ? "Signal:" + signal
                : "ExitCode:" + terminated.path("exitCode").asInt();
    }

    private void countRestarts(JsonNode container) {
        restarts += container.path("restartCount").asLong();
        String finished = container.at("/lastState/terminated/finishedAt").asText("");
        if (!finished.isEmpty()
                && (lastRestart.isEmpty() || Instant.parse(lastRestart).isBefore(Instant.parse(finished)))) {
            lastRestart = finished;
        }
    }

    private boolean hasCondition(String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (Nodes.text(condition, "type").equals(type)) {
                return Nodes.text(condition, "status").equals("True");
            }
        }
        return false;
    }
}
