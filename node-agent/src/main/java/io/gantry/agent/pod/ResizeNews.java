package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The events that tell of a resize; each carries the resources it is about. */
final class ResizeNews {

    private ResizeNews() {}

    static ObjectEvent pending(Pod pod, PendingResize pending) {
        String title = pending.reason().title();
        return event(pod, ObjectEvent.Type.WARNING, "Resize" + title, "Pod resize " + title, pending.message());
    }

    /** @param error empty when all is well */
    static ObjectEvent event(Pod pod, ObjectEvent.Type type, String reason, String text, String error) {
        ObjectNode summary = Json.object();
        add("initContainers", pod.initContainers(), summary);
        add("containers", pod.containers(), summary);
        summary.put("generation", pod.generation());
        if (!error.isEmpty()) {
            summary.put("error", error);
        }
        return ObjectEvent.of(pod, type, reason, text + ": " + new String(Json.write(summary), StandardCharsets.UTF_8));
    }

    private static void add(String field, List<Container> containers, ObjectNode summary) {
        if (containers.isEmpty()) {
            return;
        }
        ArrayNode list = summary.putArray(field);
        for (Container container : containers) {
            ObjectNode entry = list.addObject().put("name", container.name());
            entry.set(
                    "resources",
                    container.json().path("resources") instanceof ObjectNode present ? present : Json.object());
        }
    }
}
