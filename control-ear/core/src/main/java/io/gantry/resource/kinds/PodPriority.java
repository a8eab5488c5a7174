package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.resource.validation.PriorityClasses;
import io.gantry.status.StatusException;
import java.util.Comparator;
import java.util.Optional;

/** Gives a new pod the priority of its class, as the admission plugin Priority does. */
final class PodPriority {

    private static final GroupResource CLASSES = new GroupResource("scheduling.k8s.io", "priorityclasses");
    private static final GroupResource PODS = new GroupResource("", "pods");

    private PodPriority() {}

    static void resolve(ObjectNode pod, ClusterView view) {
        ObjectNode spec = Nodes.child(pod, "spec");
        String name = Nodes.text(spec, "priorityClassName");
        if (PriorityClasses.of(name).isPresent()) {
            return;
        }
        Optional<ApiObject> found = name.isEmpty() ? globalDefault(view) : view.get(ObjectKey.cluster(CLASSES, name));
        if (!name.isEmpty() && found.isEmpty()) {
            throw refused(pod, "no PriorityClass with name " + name + " was found");
        }
        if (found.isEmpty()) {
            return;
        }
        int priority = found.get().json().path("value").asInt();
        int given = spec.path("priority").asInt(0);
        if (given != 0 && given != priority) {
            throw refused(
                    pod,
                    "the integer value of priority (" + given + ") must not be provided in pod spec; priority admission"
                            + " controller computed " + priority + " from the given PriorityClass name");
        }
        spec.put("priorityClassName", found.get().name()).put("priority", priority);
        spec.put("preemptionPolicy", found.get().json().path("preemptionPolicy").asText("PreemptLowerPriority"));
    }

    /** Of several classes that would be the default, the lowest is. */
    private static Optional<ApiObject> globalDefault(ClusterView view) {
        return view.list(CLASSES).stream()
                .filter(object -> object.json().path("globalDefault").asBoolean())
                .min(Comparator.comparingLong(
                        object -> object.json().path("value").asLong()));
    }

    private static StatusException refused(ObjectNode pod, String why) {
        return StatusException.forbidden(PODS, Nodes.text(pod.path("metadata"), "name"), why);
    }
}
