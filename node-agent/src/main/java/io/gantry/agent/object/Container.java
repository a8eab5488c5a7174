package io.gantry.agent.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** A view of one v1 Container in JSON. */
public record Container(JsonNode json, Kind kind) {

    /**
     * When the container runs: before all others, beside them from the start (restartable init container), as itself, or added
     * to a running pod to look into it.
     */
    public enum Kind {
        INIT("initContainers"),
        SIDECAR("initContainers"),
        REGULAR("containers"),
        EPHEMERAL("ephemeralContainers"),
        /** No container: the image that a volume shows, which is fetched like one. */
        IMAGE_VOLUME("volumes");

        private final String field;

        Kind(String field) {
            this.field = field;
        }

        /** The list of the pod's spec that holds such containers. */
        public String field() {
            return field;
        }
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
        return Quantity.in(json.path("resources").path(limitsOrRequests), resource);
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

    /** The container whose processes an ephemeral container shares; empty for none. */
    public String targetContainerName() {
        return json.path("targetContainerName").asText("");
    }

    /** Whether this container is to run again after it has ended with that code. */
    public boolean restarts(RestartPolicy podPolicy, int exitCode) {
        return restartRuleApplies(exitCode) || restartPolicy(podPolicy).restarts(exitCode);
    }

    /** Whether some end of this container makes it run again. */
    public boolean mayRestart(RestartPolicy podPolicy) {
        return restartPolicy(podPolicy) != RestartPolicy.NEVER
                || !json.path("restartPolicyRules").isEmpty();
    }

    /** What follows when this container ends and no rule of its own applies: its own policy goes before the pod's. */
    private RestartPolicy restartPolicy(RestartPolicy podPolicy) {
        String own = json.path("restartPolicy").asText("");
        RestartPolicy policy = own.isEmpty() ? podPolicy : RestartPolicy.of(own);
        return switch (kind) {
            case SIDECAR -> RestartPolicy.ALWAYS;
            // a failed init container is tried again unless the policy is Never; a successful one never
            case INIT -> policy == RestartPolicy.NEVER ? RestartPolicy.NEVER : RestartPolicy.ON_FAILURE;
            case REGULAR -> policy;
            case EPHEMERAL, IMAGE_VOLUME -> RestartPolicy.NEVER;
        };
    }

    private boolean restartRuleApplies(int exitCode) {
        for (JsonNode rule : json.path("restartPolicyRules")) {
            JsonNode codes = rule.path("exitCodes");
            boolean named = Json.list(codes.path("values")).stream().anyMatch(value -> value.asInt() == exitCode);
            boolean matches = codes.path("operator").asText().equals("NotIn") ? !named : named;
            // the first rule that matches decides
            if (matches) {
                return rule.path("action").asText().equals("Restart");
            }
        }
        return false;
    }
}
