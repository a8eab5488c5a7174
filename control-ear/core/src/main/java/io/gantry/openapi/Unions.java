package io.gantry.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.schema.ObjectSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Types of whose fields one only may be set; upstream marks these in {@code x-kubernetes-unions}. */
final class Unions {

    static final String EXTENSION = "x-kubernetes-unions";

    private static final String CORE = "io.k8s.api.core.v1.";
    private static final String FLOW = "io.k8s.api.flowcontrol.v1.";

    private static final Map<String, Union> TYPES = Map.of(
            CORE + "AppArmorProfile", new Union("type", List.of("localhostProfile")),
            CORE + "PodSchedulingGroup", new Union("", List.of("podGroupName")),
            CORE + "SeccompProfile", new Union("type", List.of("localhostProfile")),
            FLOW + "LimitResponse", new Union("type", List.of("queuing")),
            FLOW + "PriorityLevelConfigurationSpec", new Union("type", List.of("exempt", "limited")),
            FLOW + "Subject", new Union("kind", List.of("group", "serviceAccount", "user")));

    /** @param discriminator the field that says which one it is, empty when none does */
    private record Union(String discriminator, List<String> fields) {

        ArrayNode json() {
            ArrayNode list = Json.object().arrayNode();
            ObjectNode union = list.addObject();
            if (!discriminator.isEmpty()) {
                union.put("discriminator", discriminator);
            }
            ObjectNode values = union.putObject("fields-to-discriminateBy");
            fields.forEach(field -> values.put(field, GroupVersion.capitalized(field)));
            return list;
        }
    }

    private Unions() {}

    static Optional<ArrayNode> of(ObjectSchema type) {
        return Optional.ofNullable(TYPES.get(type.name())).map(Union::json);
    }
}
