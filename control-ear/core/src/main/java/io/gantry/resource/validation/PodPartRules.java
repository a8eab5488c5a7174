package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the subresources of a pod may change: containers to debug it, and what its containers get. */
public final class PodPartRules {

    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final Set<String> RESIZABLE = Set.of("cpu", "memory");
    private static final List<String> CONTAINER_LISTS = List.of("initContainers", "containers");

    private PodPartRules() {}

    /** Containers to debug a pod are added and never change or go. */
    public static void ephemeralContainers(Field pod, JsonNode old) {
        if (isMirror(old)) {
            pod.errors().forbidden("", "static pods do not support ephemeral containers");
            return;
        }
        PodRules.pod(pod);
        PodRules.annotationUpdates(pod, old);
        Field containers = pod.at("spec").at("ephemeralContainers");
        for (ObjectNode before : Nodes.objects(old.path("spec"), "ephemeralContainers")) {
            String name = Nodes.text(before, "name");
            Optional<Field> now = containers.items().stream()
                    .filter(container -> container.at("name").is(name))
                    .findFirst();
            if (now.isEmpty()) {
                containers.forbidden("existing ephemeral containers \"" + name + "\" may not be removed\n");
            } else if (!SemanticEquality.same(now.get().value(), before)) {
                containers.forbidden("existing ephemeral containers \"" + name + "\" may not be changed\n"
                        + String.join(
                                "\n",
                                Differences.of(
                                        "ephemeralContainers", before, now.get().value())));
            }
        }
    }

    private static boolean isMirror(JsonNode pod) {
        return pod.path("metadata").path("annotations").has(MIRROR);
    }

    /**
     * Processors and memory of containers may change while they run.
     *
     * @param classes the pod's class of service before and now
     */
    public static void resize(Field pod, JsonNode old, List<String> classes) {
        if (isMirror(old)) {
            pod.errors().forbidden("", "static pods cannot be resized");
            return;
        }
        if (Nodes.text(old.path("spec").path("os"), "name").equals("windows")) {
            pod.errors().forbidden("", "windows pods cannot be resized");
            return;
        }
        PodRules.pod(pod);
        Field spec = pod.at("spec");
        if (!classes.getFirst().equals(classes.getLast())) {
            spec.invalid(
                    pod.at("status").at("qosClass").text(), "Pod QOS Class may not change as a result of resizing");
        }
        if (!isSupported(old)) {
            spec.forbidden("Pod running on node without support for resize");
        }
        if (sameContainers(spec, old.path("spec"))) {
            containers(spec, old.path("spec"));
        }
    }

    /** A node that can resize reports what each container has. */
    private static boolean isSupported(JsonNode old) {
        return Nodes.objects(old.path("status"), "containerStatuses").stream()
                .filter(status -> Nodes.has(status.path("state"), "running"))
                .findFirst()
                .map(status -> Nodes.has(status, "resources"))
                .orElse(true);
    }

    private static boolean sameContainers(Field spec, JsonNode before) {
        boolean same = true;
        for (String list : List.of("containers", "initContainers")) {
            List<Field> now = spec.items(list);
            if (now.size() != before.path(list).size()) {
                spec.at(list).forbidden(list + " may not be added or removed on resize");
                same = false;
                continue;
            }
            for (int i = 0; i < now.size(); i++) {
                if (!now.get(i).at("name").is(Nodes.text(before.path(list).path(i), "name"))) {
                    now.get(i).at("name").forbidden(list + " may not be renamed or reordered on resize");
                    same = false;
                }
            }
        }
        return same;
    }

    private static void containers(Field spec, JsonNode before) {
        for (String list : CONTAINER_LISTS) {
            List<Field> now = spec.items(list);
            for (int i = 0; i < now.size(); i++) {
                container(spec, now.get(i), before.path(list).path(i), list);
            }
        }
    }

    private static void container(Field spec, Field container, JsonNode before, String list) {
        boolean ordinary = list.equals("initContainers")
                && !Nodes.text(before, "restartPolicy").equals("Always");
        if (ordinary) {
            if (!SemanticEquality.same(container.value(), before)) {
                spec.forbidden("resources for non-sidecar init containers are immutable");
            }
            return;
        }
        for (String amounts : List.of("requests", "limits")) {
            kept(container.at("resources").at(amounts), before.path("resources").path(amounts));
        }
        if (!SemanticEquality.same(fixed(container.value()), fixed(before))) {
            if (list.equals("containers")) {
                spec.forbidden("only cpu and memory resources are mutable");
            } else {
                container.forbidden("only cpu and memory resources for init or sidecar containers are mutable");
            }
        }
    }

    private static void kept(Field amounts, JsonNode before) {
        boolean removed =
                before.properties().stream().anyMatch(amount -> !amounts.value().has(amount.getKey()));
        if (removed) {
            amounts.forbidden("resource " + amounts.name() + " cannot be removed");
        }
    }

    private static ObjectNode fixed(JsonNode container) {
        ObjectNode copy = Nodes.copy(container);
        copy.remove("resizePolicy");
        for (String amounts : List.of("requests", "limits")) {
            if (copy.get("resources") instanceof ObjectNode resources
                    && resources.get(amounts) instanceof ObjectNode list
                    && list.remove(RESIZABLE).isEmpty()) {
                resources.remove(amounts);
            }
        }
        return copy;
    }
}
