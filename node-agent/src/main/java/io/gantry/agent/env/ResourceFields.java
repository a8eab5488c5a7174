package io.gantry.agent.env;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.Quantity;
import java.util.Map;
import java.util.Optional;

/**
 * The limits and requests of containers as their processes may see them (downward API).
 *
 * @param allocatable what the node offers: a limit that is not set is as good as that
 */
public record ResourceFields(Pod pod, Map<String, Quantity> allocatable) {

    /**
     * The value of a resourceFieldRef.
     *
     * @param own the container whose environment it is; empty in a volume, where the reference names one
     * @throws ConfigException when it names no container or no resource
     */
    public String value(JsonNode reference, Optional<Container> own) throws ConfigException {
        String named = reference.path("containerName").asText("");
        Container container = (named.isEmpty() ? own : pod.container(named))
                .orElseThrow(() -> new ConfigException("container " + named + " not found"));
        String path = reference.path("resource").asText();
        int dot = path.indexOf('.');
        if (dot < 0) {
            throw new ConfigException("unsupported container resource : " + path);
        }
        String kind = path.substring(0, dot);
        String resource = path.substring(dot + 1);
        Quantity unset = kind.equals("limits") ? allocatable.getOrDefault(resource, Quantity.of(0)) : Quantity.of(0);
        Quantity value = container.resource(kind, resource).orElse(unset);
        Quantity divisor = Quantity.parse(Json.text(reference, "divisor", "1"));
        return Long.toString(value.dividedBy(divisor));
    }
}
