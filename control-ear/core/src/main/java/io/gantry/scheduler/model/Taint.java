package io.gantry.scheduler.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A taint of a node (core/v1). */
public record Taint(String key, String value, String effect) {

    /** Whether it keeps pods away, and does not merely ask them to stay away. */
    public boolean repels() {
        return !effect.equals("PreferNoSchedule");
    }

    public static List<Taint> of(JsonNode taints) {
        List<Taint> result = new ArrayList<>();
        for (JsonNode taint : taints) {
            result.add(new Taint(
                    taint.path("key").asText(),
                    taint.path("value").asText(""),
                    taint.path("effect").asText()));
        }
        return List.copyOf(result);
    }
}
