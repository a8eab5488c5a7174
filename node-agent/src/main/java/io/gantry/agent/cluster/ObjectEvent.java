package io.gantry.agent.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;

/**
 * Something worth an Event.
 *
 * @param involved v1 ObjectReference
 */
public record ObjectEvent(ObjectNode involved, Type type, String reason, String message) {

    /** How it is meant. */
    public enum Type {
        NORMAL("Normal"),
        WARNING("Warning");

        private final String title;

        Type(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    public static ObjectEvent of(Pod pod, Type type, String reason, String message) {
        return new ObjectEvent(reference(pod), type, reason, message);
    }

    public static ObjectEvent of(Pod pod, Container container, Type type, String reason, String message) {
        if (container.kind() == Container.Kind.IMAGE_VOLUME) {
            return of(pod, type, reason, message);
        }
        ObjectNode involved =
                reference(pod).put("fieldPath", "spec." + container.kind().field() + "{" + container.name() + "}");
        return new ObjectEvent(involved, type, reason, message);
    }

    /** Upstream's events name nodes by their name as uid. */
    public static ObjectEvent ofNode(String nodeName, Type type, String reason, String message) {
        ObjectNode involved = Json.object()
                .put("kind", "Node")
                .put("name", nodeName)
                .put("uid", nodeName)
                .put("apiVersion", "v1");
        return new ObjectEvent(involved, type, reason, message);
    }

    private static ObjectNode reference(Pod pod) {
        return Json.object()
                .put("kind", "Pod")
                .put("namespace", pod.namespace())
                .put("name", pod.name())
                .put("uid", pod.uid())
                .put("apiVersion", "v1")
                .put("resourceVersion", pod.metadata().path("resourceVersion").asText());
    }
}
