package io.gantry.metrics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.schedule.GoDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What the metrics of nodes and pods have in common. */
final class MetricsDocument {

    private MetricsDocument() {}

    /**
     * @param measured the node or pod, whose name and labels its metrics carry
     * @param now when they are asked for, which upstream's metrics-server shows as the time of their creation
     */
    static ObjectNode of(String kind, ApiObject measured, Instant time, Duration window, Instant now) {
        ObjectNode document =
                Json.object().put("kind", kind).put("apiVersion", MetricsKinds.GROUP + "/" + MetricsKinds.VERSION);
        ObjectNode metadata = document.putObject("metadata").put("name", measured.name());
        if (!measured.namespace().isEmpty()) {
            metadata.put("namespace", measured.namespace());
        }
        metadata.put("creationTimestamp", seconds(now));
        if (!measured.labels().isEmpty()) {
            ObjectNode labels = metadata.putObject("labels");
            measured.labels().forEach(labels::put);
        }
        return document.put("timestamp", seconds(time)).put("window", GoDuration.format(window));
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
