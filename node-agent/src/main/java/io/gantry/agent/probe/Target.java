package io.gantry.agent.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.object.Container;
import io.gantry.agent.runtime.ContainerRecord;

/**
 * What a probe or hook acts on.
 *
 * @param address of the pod; empty when it has none
 */
public record Target(Container container, ContainerRecord record, String address) {

    /**
     * The number of a port that is given as number or by name.
     *
     * @throws IllegalArgumentException when the container has no port of that name
     */
    int port(String numberOrName) {
        if (numberOrName.matches("\\d+")) {
            return Integer.parseInt(numberOrName);
        }
        for (JsonNode port : container.ports()) {
            if (port.path("name").asText().equals(numberOrName)) {
                return port.path("containerPort").asInt();
            }
        }
        throw new IllegalArgumentException("couldn't find port: \"" + numberOrName + "\"");
    }

    String host(String given) {
        return given.isEmpty() ? address : given;
    }
}
