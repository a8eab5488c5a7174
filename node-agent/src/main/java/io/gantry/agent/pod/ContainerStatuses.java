package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.Times;
import io.gantry.agent.runtime.ContainerRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Renders v1 ContainerStatus of a pod's containers. */
final class ContainerStatuses {

    private static final int LOST = 137;

    private final Pod pod;
    private final PodActual actual;
    private final Map<String, Plan.Waiting> waiting;
    private final boolean ending;
    private final JsonNode before;

    /**
     * @param ending nothing of the pod will be started any more
     * @param before the pod's last status
     */
    ContainerStatuses(Pod pod, PodActual actual, Map<String, Plan.Waiting> waiting, boolean ending, JsonNode before) {
        this.before = before;
        this.pod = pod;
        this.actual = actual;
        this.waiting = waiting;
        this.ending = ending;
    }

    ArrayNode of(List<Container> containers, String field) {
        ArrayNode result = Json.MAPPER.createArrayNode();
        Set<String> lost = ending ? lost(containers, field) : Set.of();
        for (Container container : containers) {
            result.add(of(container, known(field, container.name()), lost));
        }
        return result;
    }

    /**
     * Of a pod that ends, the containers that may have run and left no trace: who knows how they ended? Those that never had
     * their turn are not among them; they go on waiting.
     */
    private Set<String> lost(List<Container> containers, String field) {
        List<String> names = containers.stream().map(Container::name).toList();
        if (field.equals("containerStatuses")) {
            boolean initialized =
                    InitProgress.of(pod, actual).done() || names.stream().anyMatch(name -> hasBegun(field, name));
            return initialized ? Set.copyOf(names) : Set.of();
        }
        if (field.equals("ephemeralContainerStatuses")) {
            return Set.of();
        }
        // they run one after the other: what lies before the last one seen has had its turn, and so has the first
        int last = 0;
        for (int i = 0; i < names.size(); i++) {
            last = hasBegun(field, names.get(i)) ? i : last;
        }
        return names.isEmpty() ? Set.of() : Set.copyOf(names.subList(0, last + 1));
    }

    private boolean hasBegun(String field, String name) {
        JsonNode known = known(field, name);
        return actual.latest(name).isPresent()
                || known.path("state").has("running")
                || known.path("state").has("terminated")
                || known.path("lastState").has("terminated");
    }

    /** What the control plane has of the container; it may know of an end that the engine no longer remembers. */
    private JsonNode known(String field, String name) {
        for (JsonNode status : pod.status().path(field)) {
            if (status.path("name").asText().equals(name)) {
                return status;
            }
        }
        return Json.object();
    }

    private ObjectNode of(Container container, JsonNode known, Set<String> lost) {
        Optional<ContainerRecord> latest = actual.latest(container.name());
        if (latest.isEmpty() && known.path("state").has("terminated")) {
            return known.deepCopy();
        }
        ObjectNode status = Json.object().put("name", container.name());
        ObjectNode state = latest.isEmpty() && lost.contains(container.name()) ? lost(known) : state(container, latest);
        status.set("state", state);
        status.set("lastState", lastState(container, latest, state, known));
        boolean started = latest.filter(ContainerRecord::running)
                .filter(record -> actual.health(record).started())
                .isPresent();
        status.put("ready", ready(container, latest));
        status.put(
                "restartCount",
                latest.map(ContainerRecord::attempt)
                        .orElse(known.path("restartCount").asInt()));
        status.put("image", container.image());
        status.put("imageID", latest.map(ContainerRecord::imageId).orElse(""));
        latest.ifPresent(record -> status.put("containerID", record.apiId()));
        if (container.kind() != Container.Kind.EPHEMERAL) {
            status.put("started", started);
        }
        addResources(container, latest, status);
        addMounts(container, status);
        return status;
    }

    private boolean ready(Container container, Optional<ContainerRecord> latest) {
        if (container.kind() == Container.Kind.EPHEMERAL) {
            return false;
        }
        if (container.kind() == Container.Kind.INIT) {
            return latest.filter(ContainerRecord::exited)
                    .filter(record -> record.exitCode() == 0)
                    .isPresent();
        }
        return latest.filter(ContainerRecord::running)
                .map(actual::health)
                .filter(health -> health.started() && health.ready())
                .isPresent();
    }

    private ObjectNode state(Container container, Optional<ContainerRecord> latest) {
        Plan.Waiting why = waiting.get(container.name());
        if (latest.isPresent() && latest.get().running()) {
            ObjectNode state = Json.object();
            state.putObject("running")
                    .put("startedAt", Times.format(latest.get().startedAt()));
            return state;
        }
        if (latest.isPresent() && latest.get().exited() && why == null) {
            return terminated(latest.get());
        }
        ObjectNode state = Json.object();
        ObjectNode waits = state.putObject("waiting");
        waits.put("reason", why == null ? defaultReason() : why.reason());
        if (why != null && !why.message().isEmpty()) {
            waits.put("message", why.message());
        }
        return state;
    }

    private String defaultReason() {
        return pod.initContainers().isEmpty() ? "ContainerCreating" : "PodInitializing";
    }

    private ObjectNode lastState(
            Container container, Optional<ContainerRecord> latest, ObjectNode state, JsonNode known) {
        if (latest.isEmpty()) {
            return known.path("lastState") instanceof ObjectNode last ? last.deepCopy() : Json.object();
        }
        if (latest.get().exited() && state.has("waiting")) {
            return terminated(latest.get());
        }
        return actual.previous(container.name())
                .filter(ContainerRecord::exited)
                .map(this::terminated)
                .orElseGet(Json::object);
    }

    private ObjectNode terminated(ContainerRecord record) {
        ObjectNode state = Json.object();
        ObjectNode terminated = state.putObject("terminated").put("exitCode", record.exitCode());
        terminated.put("reason", reason(record));
        String message =
                record.failedToStart() ? record.error() : actual.messages().getOrDefault(record.id(), "");
        if (!message.isEmpty()) {
            terminated.put("message", message);
        }
        terminated.put("startedAt", Times.format(record.startedAt()));
        terminated.put("finishedAt", Times.format(record.finishedAt()));
        terminated.put("containerID", record.apiId());
        return state;
    }

    private static String reason(ContainerRecord record) {
        if (record.failedToStart()) {
            return "StartError";
        }
        if (record.outOfMemory()) {
            return "OOMKilled";
        }
        return record.exitCode() == 0 ? "Completed" : "Error";
    }

    private static ObjectNode lost(JsonNode known) {
        String message = known.path("state").has("running")
                ? "The container could not be located when the pod was deleted.  The container used to be Running"
                : "The container could not be located when the pod was terminated";
        ObjectNode state = Json.object();
        state.putObject("terminated")
                .put("exitCode", LOST)
                .put("reason", "ContainerStatusUnknown")
                .put("message", message)
                .putNull("startedAt")
                .putNull("finishedAt");
        return state;
    }

    /** What the container was promised, and what it has: while it is being resized, that is what it had before. */
    private void addResources(Container container, Optional<ContainerRecord> latest, ObjectNode status) {
        JsonNode promised = container.json().path("resources");
        if (promised.path("requests").isObject()) {
            status.set("allocatedResources", promised.path("requests"));
        }
        JsonNode last = lastResources(container.name());
        boolean resizing = latest.filter(ContainerRecord::running)
                        .filter(record -> Resizes.due(pod, container, record, actual))
                        .isPresent()
                && last.isObject();
        status.set("resources", resizing ? last : promised.isObject() ? promised : Json.object());
    }

    private JsonNode lastResources(String name) {
        for (String field : List.of("initContainerStatuses", "containerStatuses")) {
            for (JsonNode status : before.path(field)) {
                if (status.path("name").asText().equals(name)) {
                    return status.path("resources");
                }
            }
        }
        return MissingNode.getInstance();
    }

    private static void addMounts(Container container, ObjectNode status) {
        if (container.volumeMounts().isEmpty()) {
            return;
        }
        ArrayNode mounts = status.putArray("volumeMounts");
        for (JsonNode mount : container.volumeMounts()) {
            ObjectNode entry = mounts.addObject()
                    .put("name", mount.path("name").asText())
                    .put("mountPath", mount.path("mountPath").asText());
            if (mount.path("readOnly").asBoolean()) {
                boolean recursive = mount.path("recursiveReadOnly").asText("").equals("Enabled");
                entry.put("readOnly", true).put("recursiveReadOnly", recursive ? "Enabled" : "Disabled");
            }
        }
    }
}
