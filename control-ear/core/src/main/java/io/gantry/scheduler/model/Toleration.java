package io.gantry.scheduler.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A toleration of a pod (core/v1). */
public record Toleration(String key, String operator, String value, String effect) {

    public static List<Toleration> of(JsonNode tolerations) {
        List<Toleration> result = new ArrayList<>();
        for (JsonNode toleration : tolerations) {
            result.add(new Toleration(
                    toleration.path("key").asText(""),
                    toleration.path("operator").asText("Equal"),
                    toleration.path("value").asText(""),
                    toleration.path("effect").asText("")));
        }
        return List.copyOf(result);
    }

    /** An empty effect matches every effect; an empty key with Exists matches every taint. */
    public boolean tolerates(Taint taint) {
        if (!effect.isEmpty() && !effect.equals(taint.effect())) {
            return false;
        }
        if (!key.isEmpty() && !key.equals(taint.key())) {
            return false;
        }
        return operator.equals("Exists") || !key.isEmpty() && value.equals(taint.value());
    }
}
