package io.gantry.agent.env;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The config maps and secrets of one namespace. */
public record ConfigData(ClusterState cluster, String namespace) {

    /** All keys of a config map, text and binary; empty when there is no such map. */
    public Optional<Map<String, byte[]>> configMap(String name) {
        return cluster.get(new ObjectRef(ObjectRef.CONFIG_MAPS, namespace, name))
                .map(json -> {
                    Map<String, byte[]> result = new TreeMap<>();
                    json.path("data")
                            .properties()
                            .forEach(entry -> result.put(
                                    entry.getKey(), entry.getValue().asText().getBytes(StandardCharsets.UTF_8)));
                    result.putAll(decoded(json.path("binaryData")));
                    return result;
                });
    }

    /** All keys of a secret; empty when there is no such secret. */
    public Optional<Map<String, byte[]>> secret(String name) {
        return cluster.get(new ObjectRef(ObjectRef.SECRETS, namespace, name)).map(json -> decoded(json.path("data")));
    }

    private static Map<String, byte[]> decoded(JsonNode data) {
        Map<String, byte[]> result = new TreeMap<>();
        data.properties()
                .forEach(entry -> result.put(
                        entry.getKey(),
                        Base64.getMimeDecoder().decode(entry.getValue().asText())));
        return result;
    }
}
