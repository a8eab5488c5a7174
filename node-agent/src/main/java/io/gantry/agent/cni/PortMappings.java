package io.gantry.agent.cni;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import java.util.Locale;

/** The host ports of a pod, as the portmap plugin wants them. */
public final class PortMappings {

    private PortMappings() {}

    public static ObjectNode of(Pod pod) {
        ObjectNode config = Json.object();
        ArrayNode mappings = config.putArray("portMappings");
        for (Container container : pod.allContainers()) {
            for (JsonNode port : container.ports()) {
                if (port.path("hostPort").asInt() > 0) {
                    mappings.add(mapping(port));
                }
            }
        }
        return config;
    }

    private static ObjectNode mapping(JsonNode port) {
        ObjectNode mapping = Json.object()
                .put("hostPort", port.path("hostPort").asInt())
                .put("containerPort", port.path("containerPort").asInt())
                .put("protocol", Json.text(port, "protocol", "TCP").toLowerCase(Locale.ROOT));
        String hostIp = port.path("hostIP").asText("");
        if (!hostIp.isEmpty()) {
            mapping.put("hostIP", hostIp);
        }
        return mapping;
    }
}
