package io.gantry.agent.it;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Json;
import java.util.UUID;

/** Pods for tests. */
final class Pods {

    private Pods() {}

    static ObjectNode pod(String name, String restartPolicy) {
        ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata");
        metadata.put("namespace", "default")
                .put("name", name)
                .put("uid", UUID.randomUUID().toString());
        metadata.put("generation", 1);
        ObjectNode spec = pod.putObject("spec");
        spec.put("nodeName", TestNode.NAME).put("restartPolicy", restartPolicy);
        spec.put("terminationGracePeriodSeconds", 30);
        spec.putArray("containers");
        spec.putArray("volumes");
        return pod;
    }

    static ObjectNode container(ObjectNode pod, String name, String script) {
        ObjectNode container = ((ArrayNode) pod.path("spec").path("containers")).addObject();
        container.put("name", name).put("image", PrivateEngine.IMAGE).put("imagePullPolicy", "IfNotPresent");
        container.putArray("command").add("/bin/sh").add("-c").add(script);
        container.putArray("volumeMounts");
        return container;
    }

    static ObjectNode volume(ObjectNode pod, String name) {
        return ((ArrayNode) pod.path("spec").path("volumes")).addObject().put("name", name);
    }

    static void mount(ObjectNode container, String volume, String path) {
        ((ArrayNode) container.path("volumeMounts"))
                .addObject()
                .put("name", volume)
                .put("mountPath", path);
    }

    static ObjectNode configMap(String name, String key, String value) {
        ObjectNode map = Json.object();
        map.putObject("metadata").put("namespace", "default").put("name", name);
        map.putObject("data").put(key, value);
        return map;
    }
}
