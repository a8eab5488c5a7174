package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.Quantity;
import java.util.Map;
import java.util.Optional;

/**
 * How much of the node's disk a pod may take.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/storage/ephemeral-storage/">API page</a>
 */
final class EphemeralStorage {

    private static final String RESOURCE = "ephemeral-storage";

    private EphemeralStorage() {}

    /**
     * Bytes on disk.
     *
     * @param volumes of emptyDir volumes, by name
     * @param containers of writable layers and logs, by container name
     */
    record Usage(Map<String, Long> volumes, Map<String, Long> containers) {}

    /** Whether there is anything to measure. */
    static boolean limited(Pod pod) {
        return pod.volumes().stream().anyMatch(volume -> sizeLimit(volume).isPresent())
                || pod.containers().stream()
                        .anyMatch(container ->
                                container.resource("limits", RESOURCE).isPresent());
    }

    /** Why the pod has to go; empty while it keeps within its limits. */
    static Optional<Verdict> verdict(Pod pod, Usage usage) {
        return emptyDir(pod, usage).or(() -> whole(pod, usage)).or(() -> container(pod, usage));
    }

    private static Optional<Verdict> emptyDir(Pod pod, Usage usage) {
        for (JsonNode volume : pod.volumes()) {
            String name = volume.path("name").asText();
            Optional<Quantity> limit = sizeLimit(volume);
            if (limit.filter(quantity -> used(usage.volumes(), name).exceeds(quantity))
                    .isPresent()) {
                return Optional.of(Verdict.evicted("Usage of EmptyDir volume \"" + name + "\" exceeds the limit \""
                        + volume.path("emptyDir").path("sizeLimit").asText() + "\". "));
            }
        }
        return Optional.empty();
    }

    /** All containers need a limit for their pod to have one. */
    private static Optional<Verdict> whole(Pod pod, Usage usage) {
        Quantity limit = Quantity.of(0);
        for (Container container : pod.containers()) {
            Optional<Quantity> own = container.resource("limits", RESOURCE);
            if (own.isEmpty()) {
                return Optional.empty();
            }
            limit = limit.plus(own.get());
        }
        Quantity total = Quantity.of(0);
        for (Map<String, Long> part : java.util.List.of(usage.volumes(), usage.containers())) {
            for (long bytes : part.values()) {
                total = total.plus(Quantity.of(bytes));
            }
        }
        return total.exceeds(limit)
                ? Optional.of(Verdict.evicted("Pod ephemeral local storage usage exceeds the total limit of containers "
                        + limit.value().toPlainString() + ". "))
                : Optional.empty();
    }

    private static Optional<Verdict> container(Pod pod, Usage usage) {
        for (Container container : pod.containers()) {
            Optional<Quantity> limit = container.resource("limits", RESOURCE);
            boolean exceeded = limit.filter(quantity ->
                            used(usage.containers(), container.name()).exceeds(quantity))
                    .isPresent();
            if (exceeded) {
                String text = container
                        .json()
                        .path("resources")
                        .path("limits")
                        .path(RESOURCE)
                        .asText();
                return Optional.of(Verdict.evicted("Container " + container.name()
                        + " exceeded its local ephemeral storage limit \"" + text + "\". "));
            }
        }
        return Optional.empty();
    }

    /** What is in memory is bounded by its file system. */
    private static Optional<Quantity> sizeLimit(JsonNode volume) {
        JsonNode emptyDir = volume.path("emptyDir");
        return !emptyDir.path("medium").asText("").isEmpty()
                ? Optional.empty()
                : Quantity.in(emptyDir, "sizeLimit").filter(limit -> !limit.isZero());
    }

    private static Quantity used(Map<String, Long> bytes, String name) {
        return Quantity.of(bytes.getOrDefault(name, 0L));
    }
}
