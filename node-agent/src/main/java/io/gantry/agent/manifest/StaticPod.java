package io.gantry.agent.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes a pod of what a file says: a pure function but for the time, which no identity depends on. */
final class StaticPod {

    private static final String HASH = "kubernetes.io/config.hash";
    private static final String SOURCE = "kubernetes.io/config.source";
    private static final String SEEN = "kubernetes.io/config.seen";
    private static final int HASH_CHARACTERS = 32;
    private static final int MAX_NAME = 253;
    private static final String NAME = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

    private StaticPod() {}

    /**
     * The pod as this node runs it.
     *
     * @param file its name is part of the pod's identity, so that two files may say the same
     * @throws IOException for what is no pod, or one that needs the API to run
     */
    static Pod of(ObjectNode manifest, String file, String nodeName, Instant now) throws IOException {
        check(
                manifest.path("kind").asText().equals("Pod")
                        && manifest.path("apiVersion").asText().equals("v1"),
                "no v1 Pod");
        String given = manifest.path("metadata").path("name").asText("");
        check(!given.isEmpty(), "name is needed for the pod");
        check(!manifest.path("spec").path("containers").isEmpty(), "spec.containers: Required value");
        Optional<String> reference = reference(manifest.path("spec"));
        check(reference.isEmpty(), "static pods may not reference " + reference.orElse(""));
        ObjectNode json = manifest.deepCopy();
        String uid = uid(manifest, file, nodeName);
        ObjectNode metadata = json.withObject("/metadata");
        String name = given + "-" + nodeName.toLowerCase(Locale.ROOT);
        check(name.length() <= MAX_NAME && name.matches(NAME), "the name " + name + " is not valid");
        metadata.put("name", name).put("uid", uid);
        metadata.put("namespace", Json.text(metadata, "namespace", "default"));
        metadata.withObject("/annotations")
                .put(HASH, uid)
                .put(SEEN, now.toString())
                .put(SOURCE, "file");
        ObjectNode spec = json.withObject("/spec").put("nodeName", nodeName);
        ArrayNode tolerations = spec.withArrayProperty("tolerations");
        // a node in trouble keeps what it may need to get out of it
        tolerations.addObject().put("effect", "NoExecute").put("operator", "Exists");
        json.putObject("status").put("phase", "Pending");
        return new Pod(json);
    }

    private static void check(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException("invalid pod: " + otherwise);
        }
    }

    private static String uid(ObjectNode manifest, String file, String nodeName) {
        byte[] place = ("host:" + nodeName + "file:" + file).getBytes(StandardCharsets.UTF_8);
        return Sha256.hex(Json.write(manifest), place).substring(0, HASH_CHARACTERS);
    }

    /** What the pod would need the API for. */
    private static Optional<String> reference(JsonNode spec) {
        if (!spec.path("serviceAccountName").asText("").isEmpty()
                || !spec.path("serviceAccount").asText("").isEmpty()) {
            return Optional.of("serviceaccounts");
        }
        if (!spec.path("imagePullSecrets").isEmpty()) {
            return Optional.of("secrets");
        }
        if (!spec.path("resourceClaims").isEmpty()) {
            return Optional.of("resourceclaims");
        }
        for (JsonNode volume : spec.path("volumes")) {
            Optional<String> named = inVolume(volume);
            if (named.isPresent()) {
                return named;
            }
        }
        for (String list : List.of("initContainers", "containers")) {
            for (JsonNode container : spec.path(list)) {
                Optional<String> named = inContainer(container);
                if (named.isPresent()) {
                    return named;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> inVolume(JsonNode volume) {
        if (volume.has("persistentVolumeClaim") || volume.has("ephemeral")) {
            return Optional.of("persistentvolumeclaims");
        }
        if (volume.has("secret")) {
            return Optional.of("secrets");
        }
        if (volume.has("configMap")) {
            return Optional.of("configmaps");
        }
        for (JsonNode source : volume.path("projected").path("sources")) {
            if (source.has("secret") || source.has("serviceAccountToken")) {
                return Optional.of(source.has("secret") ? "secrets" : "serviceaccounts");
            }
            if (source.has("configMap") || source.has("clusterTrustBundle")) {
                return Optional.of(source.has("configMap") ? "configmaps" : "clustertrustbundles");
            }
            if (source.has("podCertificate")) {
                return Optional.of("podcertificates");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> inContainer(JsonNode container) {
        for (JsonNode source : container.path("envFrom")) {
            return Optional.of(source.has("secretRef") ? "secrets" : "configmaps");
        }
        for (JsonNode variable : container.path("env")) {
            JsonNode from = variable.path("valueFrom");
            if (from.has("secretKeyRef") || from.has("configMapKeyRef")) {
                return Optional.of(from.has("secretKeyRef") ? "secrets" : "configmaps");
            }
        }
        return Optional.empty();
    }
}
