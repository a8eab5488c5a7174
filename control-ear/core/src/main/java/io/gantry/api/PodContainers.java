package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.List;

/** Finds the container of a pod that a client means. */
final class PodContainers {

    private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";
    private static final List<String> LISTS = List.of("initContainers", "containers", "ephemeralContainers");

    private PodContainers() {}

    /** The named container; without a name the annotated one, or the only one. Throws BadRequest. */
    static String choose(ApiObject pod, String requested) {
        List<String> all = names(pod);
        if (!requested.isEmpty()) {
            if (!all.contains(requested)) {
                throw StatusException.badRequest("container " + requested + " is not valid for pod " + pod.name());
            }
            return requested;
        }
        String annotated =
                pod.metadata().path("annotations").path(DEFAULT_CONTAINER).asText("");
        if (all.contains(annotated)) {
            return annotated;
        }
        JsonNode containers = pod.spec().path("containers");
        if (containers.size() == 1) {
            return containers.get(0).path("name").asText();
        }
        String choice = containers.isEmpty() ? "" : ", choose one of: [" + String.join(" ", all) + "]";
        throw StatusException.badRequest("a container name must be specified for pod " + pod.name() + choice);
    }

    private static List<String> names(ApiObject pod) {
        List<String> names = new ArrayList<>();
        for (String list : LISTS) {
            pod.spec()
                    .path(list)
                    .forEach(container -> names.add(container.path("name").asText()));
        }
        return names;
    }

    /** The container's entry in the pod's status, or a missing node. */
    static JsonNode status(ApiObject pod, String container) {
        for (String list : List.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses")) {
            for (JsonNode status : pod.status().path(list)) {
                if (status.path("name").asText().equals(container)) {
                    return status;
                }
            }
        }
        return pod.status().path("none");
    }
}
