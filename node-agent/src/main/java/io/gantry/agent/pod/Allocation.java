package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import java.util.List;

/**
 * The resources that a node has promised to a pod. The pod's spec says what is wanted, which may be more than there is: then the
 * pod goes on with these.
 *
 * @param json {@code generation}, {@code pod} and, by the name of the list and of the container, what was promised
 */
record Allocation(ObjectNode json) {

    private static final List<String> LISTS = List.of("initContainers", "containers");

    /** All that the pod asks for. */
    static Allocation of(Pod pod) {
        ObjectNode json = Json.object().put("generation", pod.generation());
        json.set("pod", resources(pod.spec()));
        for (String list : LISTS) {
            ObjectNode byName = json.putObject(list);
            pod.spec()
                    .path(list)
                    .forEach(container -> byName.set(container.path("name").asText(), resources(container)));
        }
        return new Allocation(json);
    }

    /** The generation of the pod that it was made for. */
    long generation() {
        return json.path("generation").asLong();
    }

    /** Whether it gives the pod what it asks for. */
    boolean satisfies(Pod pod) {
        Allocation wanted = of(pod);
        return json.path("pod").equals(wanted.json.path("pod"))
                && LISTS.stream().allMatch(list -> json.path(list).equals(wanted.json.path(list)));
    }

    /** The pod with what it was promised in the place of what it asks for. */
    Pod applyTo(Pod pod) {
        if (satisfies(pod)) {
            return pod;
        }
        ObjectNode copy = pod.json().deepCopy();
        put((ObjectNode) copy.path("spec"), json.path("pod"));
        for (String list : LISTS) {
            for (JsonNode container : copy.path("spec").path(list)) {
                JsonNode promised = json.path(list).path(container.path("name").asText());
                if (promised.isObject()) {
                    put((ObjectNode) container, promised);
                }
            }
        }
        return new Pod(copy);
    }

    private static void put(ObjectNode target, JsonNode resources) {
        if (resources.isEmpty()) {
            target.remove("resources");
        } else {
            target.set("resources", resources);
        }
    }

    private static JsonNode resources(JsonNode holder) {
        return holder.path("resources") instanceof ObjectNode present ? present : Json.object();
    }
}
