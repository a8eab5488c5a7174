package io.gantry.controller.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A mark of a node that keeps pods away (core/v1 Taint).
 *
 * @param key for example {@code node.kubernetes.io/unreachable}
 * @param value may be empty
 * @param effect NoSchedule, PreferNoSchedule or NoExecute
 * @param timeAdded when it was set, if that is known
 */
public record Taint(String key, String value, String effect, Optional<Instant> timeAdded) {

    public static final String NO_SCHEDULE = "NoSchedule";
    public static final String NO_EXECUTE = "NoExecute";
    public static final String NOT_READY = "node.kubernetes.io/not-ready";
    public static final String UNREACHABLE = "node.kubernetes.io/unreachable";

    /** All taints of a node. */
    public static List<Taint> of(ApiObject node) {
        return node.spec()
                .path("taints")
                .valueStream()
                .map(taint -> new Taint(
                        taint.path("key").asText(),
                        taint.path("value").asText(""),
                        taint.path("effect").asText(),
                        Timestamps.read(taint.path("timeAdded"))))
                .toList();
    }

    public static Taint added(String key, String effect, Instant now) {
        return new Taint(key, "", effect, Optional.of(now));
    }

    public boolean isSame(Taint other) {
        return key.equals(other.key) && effect.equals(other.effect);
    }

    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        json.put("key", key);
        if (!value.isEmpty()) {
            json.put("value", value);
        }
        json.put("effect", effect);
        timeAdded.ifPresent(time -> json.put("timeAdded", Timestamps.seconds(time)));
        return json;
    }

    /** Whether a toleration of a pod (core/v1 Toleration) covers this taint. */
    public boolean isToleratedBy(JsonNode toleration) {
        String wantedEffect = toleration.path("effect").asText("");
        if (!wantedEffect.isEmpty() && !wantedEffect.equals(effect)) {
            return false;
        }
        String wantedKey = toleration.path("key").asText("");
        boolean exists = toleration.path("operator").asText("Equal").equals("Exists");
        if (wantedKey.isEmpty()) {
            return exists;
        }
        return wantedKey.equals(key)
                && (exists || toleration.path("value").asText("").equals(value));
    }
}
