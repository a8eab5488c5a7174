package io.gantry.agent.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Times;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of an image that this agent brought: an {@code ImagePulledRecord} of the kubelet's configuration API.
 *
 * @param id the engine's
 * @param access by the image's name without tag and digest
 */
record PulledImage(String id, Instant updated, Map<String, ImageAccess> access) {

    private static final String KIND = "ImagePulledRecord";
    static final String API_VERSION = "kubelet.config.k8s.io/v1beta1";

    /** Nobody has been seen to be allowed it. */
    static PulledImage unknown(String id, Instant now) {
        return new PulledImage(id, now, Map.of());
    }

    Optional<ImageAccess> accessBy(String name) {
        return Optional.ofNullable(access.get(name));
    }

    PulledImage with(String name, ImageAccess more, Instant now) {
        Map<String, ImageAccess> merged = new HashMap<>(access);
        merged.merge(name, more, ImageAccess::and);
        return merged.equals(access) ? this : new PulledImage(id, now, merged);
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("kind", KIND)
                .put("apiVersion", API_VERSION)
                .put("lastUpdatedTime", Times.format(updated))
                .put("imageRef", id);
        ObjectNode mapping = json.putObject("credentialMapping");
        access.forEach((name, users) -> {
            ObjectNode entry = mapping.putObject(name);
            if (users.everyone()) {
                entry.put("nodePodsAccessible", true);
                return;
            }
            ArrayNode secrets = entry.putArray("kubernetesSecrets");
            users.secrets()
                    .forEach(secret -> secrets.addObject()
                            .put("uid", secret.uid())
                            .put("namespace", secret.namespace())
                            .put("name", secret.name())
                            .put("credentialHash", secret.accountHash()));
        });
        return json;
    }

    /** @throws IllegalArgumentException when it is something else */
    static PulledImage read(ObjectNode json) {
        if (!json.path("kind").asText().equals(KIND)
                || !json.path("apiVersion").asText().equals(API_VERSION)) {
            throw new IllegalArgumentException("no " + KIND + " of " + API_VERSION);
        }
        Map<String, ImageAccess> access = new HashMap<>();
        json.path("credentialMapping")
                .properties()
                .forEach(entry -> access.put(entry.getKey(), readAccess(entry.getValue())));
        return new PulledImage(
                json.path("imageRef").asText(),
                Times.parse(json.path("lastUpdatedTime")).orElse(Instant.EPOCH),
                Map.copyOf(access));
    }

    private static ImageAccess readAccess(JsonNode entry) {
        return new ImageAccess(
                entry.path("nodePodsAccessible").asBoolean(),
                Json.list(entry.path("kubernetesSecrets")).stream()
                        .map(secret -> new UsedSecret(
                                secret.path("uid").asText(),
                                secret.path("namespace").asText(),
                                secret.path("name").asText(),
                                secret.path("credentialHash").asText()))
                        .toList());
    }
}
