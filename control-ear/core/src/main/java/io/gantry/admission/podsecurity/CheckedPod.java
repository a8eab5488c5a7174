package io.gantry.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A pod, or the template of one, as checks look at it. */
record CheckedPod(JsonNode metadata, JsonNode spec) {

    private static final List<String> CONTAINER_LISTS = List.of("initContainers", "containers", "ephemeralContainers");

    Map<String, String> annotations() {
        return ApiObject.strings(metadata.path("annotations"));
    }

    JsonNode securityContext() {
        return spec.path("securityContext");
    }

    boolean isOfWindows() {
        return Nodes.text(spec.path("os"), "name").equals("windows");
    }

    /** Root in a user namespace of its own is nobody on the host. */
    boolean hasOwnUsers() {
        return spec.path("hostUsers").isBoolean() && !spec.path("hostUsers").asBoolean();
    }

    List<ObjectNode> containers() {
        List<ObjectNode> all = new ArrayList<>();
        CONTAINER_LISTS.forEach(list -> all.addAll(Nodes.objects(spec, list)));
        return all;
    }

    /** The names of containers, of whatever kind, of which something holds. */
    List<String> containers(Predicate<ObjectNode> condition) {
        return containers().stream()
                .filter(condition)
                .map(container -> Nodes.text(container, "name"))
                .toList();
    }

    /** The names of containers of whose security context something holds. */
    List<String> containersWith(Predicate<JsonNode> condition) {
        return containers(container -> condition.test(container.path("securityContext")));
    }

    /** {@code pod and containers "a", "b"}: those among pod and containers that do something. */
    static Optional<String> setters(boolean pod, List<String> containers) {
        List<String> setters = new ArrayList<>();
        if (pod) {
            setters.add("pod");
        }
        if (!containers.isEmpty()) {
            setters.add(named("container", containers));
        }
        return setters.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", setters));
    }

    /** {@code container "a"} or {@code containers "a", "b"}. */
    static String named(String what, Collection<String> names) {
        return plural(what, names) + " " + quoted(names);
    }

    static String plural(String what, Collection<?> counted) {
        return counted.size() == 1 ? what : what + "s";
    }

    /** {@code "a", "b"}. */
    static String quoted(Collection<String> texts) {
        return texts.isEmpty() ? "" : "\"" + String.join("\", \"", texts) + "\"";
    }
}
