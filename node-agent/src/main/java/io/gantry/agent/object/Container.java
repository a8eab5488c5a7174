package io.gantry.agent.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** A view of one v1 Container in JSON. */
public record Container(JsonNode json, Kind kind) {

    /** When the container runs: before all others, beside them from the start (restartable init container), or as itself. */
    public enum Kind {
        INIT,
        SIDECAR,
        REGULAR
    }

    public String name() {
        return json.path("name").asText();
    }

    public String image() {
        return json.path("image").asText();
    }

    public List<String> command() {
        return Json.strings(json.path("command"));
    }

    public List<String> args() {
        return Json.strings(json.path("args"));
    }

    /** Always, IfNotPresent or Never; derived from the image's tag when the object lacks it. */
    public String imagePullPolicy() {
        boolean latest = image().endsWith(":latest")
                || !image().substring(image().lastIndexOf('/') + 1).contains(":");
        return Json.text(json, "imagePullPolicy", latest && !image().contains("@") ? "Always" : "IfNotPresent");
    }

    public List<JsonNode> ports() {
        return Json.list(json.path("ports"));
    }

    public List<JsonNode> volumeMounts() {
        return Json.list(json.path("volumeMounts"));
    }

    public Optional<Probe> probe(Probe.Kind probe) {
        JsonNode node = json.path(probe.field());
        return node.isObject() ? Optional.of(Probe.of(node)) : Optional.empty();
    }

    public Optional<Handler> lifecycle(String hook) {
        return Handler.of(json.path("lifecycle").path(hook));
    }

    public JsonNode securityContext() {
        return json.path("securityContext");
    }

    /** A limit or request; absent when not set. */
    public Optional<Quantity> resource(String limitsOrRequests, String resource) {
        JsonNode value = json.path("resources").path(limitsOrRequests).path(resource);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(Quantity.parse(value.asText()));
    }

    public String terminationMessagePath() {
        return Json.text(json, "terminationMessagePath", "/dev/termination-log");
    }

    public boolean fallsBackToLogs() {
        return json.path("terminationMessagePolicy").asText().equals("FallbackToLogsOnError");
    }

    /** Changes when the container has to be replaced because its definition changed: its name or image. */
    public String hash() {
        CRC32 crc = new CRC32();
        crc.update((name() + "\0" + image()).getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    /** What follows when this container ends, given the pod's policy. */
    public RestartPolicy restartPolicy(RestartPolicy podPolicy) {
        return switch (kind) {
            case SIDECAR -> RestartPolicy.ALWAYS;
            // a failed init container is tried again unless the pod's policy is Never; a successful one never
            case INIT -> podPolicy == RestartPolicy.NEVER ? RestartPolicy.NEVER : RestartPolicy.ON_FAILURE;
            case REGULAR -> podPolicy;
        };
    }
}
