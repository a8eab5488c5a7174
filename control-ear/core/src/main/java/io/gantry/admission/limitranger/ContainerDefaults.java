package io.gantry.admission.limitranger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a LimitRange gives to containers that do not say it themselves. */
final class ContainerDefaults {

    private static final String ANNOTATION = "kubernetes.io/limit-ranger";

    private final SortedMap<String, JsonNode> requests = new TreeMap<>();
    private final SortedMap<String, JsonNode> limits = new TreeMap<>();

    ContainerDefaults(List<ObjectNode> range) {
        for (ObjectNode limit : range) {
            if (Nodes.text(limit, "type").equals("Container")) {
                limit.path("defaultRequest")
                        .properties()
                        .forEach(amount -> requests.put(amount.getKey(), amount.getValue()));
                limit.path("default").properties().forEach(amount -> limits.put(amount.getKey(), amount.getValue()));
            }
        }
    }

    void apply(ObjectNode pod) {
        if (requests.isEmpty() && limits.isEmpty()) {
            return;
        }
        ObjectNode spec = Nodes.child(pod, "spec");
        List<String> notes = new ArrayList<>();
        Nodes.objects(spec, "containers").forEach(container -> notes.addAll(fill(container, "container")));
        Nodes.objects(spec, "initContainers").forEach(container -> notes.addAll(fill(container, "init container")));
        if (!notes.isEmpty()) {
            ObjectNode annotations = Nodes.child(Nodes.child(pod, "metadata"), "annotations");
            annotations.put(ANNOTATION, "LimitRanger plugin set: " + String.join("; ", notes));
        }
    }

    /** Tells what was set: {@code cpu, memory request for container web}. */
    private List<String> fill(ObjectNode container, String what) {
        Collection<String> requested = fill(container, "requests", requests);
        Collection<String> limited = fill(container, "limits", limits);
        String whom = " for " + what + " " + Nodes.text(container, "name");
        List<String> notes = new ArrayList<>();
        if (!requested.isEmpty()) {
            notes.add(String.join(", ", requested) + " request" + whom);
        }
        if (!limited.isEmpty()) {
            notes.add(String.join(", ", limited) + " limit" + whom);
        }
        return notes;
    }

    private static Collection<String> fill(ObjectNode container, String list, Map<String, JsonNode> defaults) {
        JsonNode present = container.path("resources").path(list);
        List<String> missing =
                defaults.keySet().stream().filter(name -> !present.has(name)).toList();
        if (!missing.isEmpty()) {
            ObjectNode amounts = Nodes.child(Nodes.child(container, "resources"), list);
            missing.forEach(name -> amounts.set(name, defaults.get(name)));
        }
        return missing;
    }
}
