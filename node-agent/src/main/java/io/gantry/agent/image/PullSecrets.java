package io.gantry.agent.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ImageStore.Credentials;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the account for a registry in the secrets that a pod names in {@code imagePullSecrets}. */
final class PullSecrets {

    private static final Logger LOG = LoggerFactory.getLogger(PullSecrets.class);
    private static final String DEFAULT_REGISTRY = "docker.io";

    private PullSecrets() {}

    static Optional<Credentials> find(Pod pod, String image, ClusterState cluster) {
        String registry = registry(image);
        for (JsonNode reference : pod.spec().path("imagePullSecrets")) {
            ObjectRef secret = new ObjectRef(
                    ObjectRef.SECRETS, pod.namespace(), reference.path("name").asText());
            Optional<Credentials> found = cluster.get(secret).flatMap(json -> in(json, registry, secret));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The host in an image name: the first part when it looks like one. */
    static String registry(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return host ? first : DEFAULT_REGISTRY;
    }

    private static Optional<Credentials> in(ObjectNode secret, String registry, ObjectRef ref) {
        try {
            for (Map.Entry<String, JsonNode> entry : accounts(secret).properties()) {
                if (host(entry.getKey()).equals(registry)) {
                    return Optional.of(credentials(entry.getValue(), registry));
                }
            }
        } catch (UncheckedIOException | IllegalArgumentException e) {
            LOG.warn("event=bad-pull-secret namespace={} name={} error=\"malformed\"", ref.namespace(), ref.name());
        }
        return Optional.empty();
    }

    private static JsonNode accounts(ObjectNode secret) {
        JsonNode data = secret.path("data");
        if (data.has(".dockerconfigjson")) {
            return decode(data.path(".dockerconfigjson")).path("auths");
        }
        return data.has(".dockercfg") ? decode(data.path(".dockercfg")) : Json.object();
    }

    private static ObjectNode decode(JsonNode value) {
        return Json.read(Base64.getDecoder().decode(value.asText()));
    }

    /** {@code https://index.docker.io/v1/} and {@code registry.example:5000/path} name a registry too. */
    private static String host(String key) {
        String host = key.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
        return host.equals("index.docker.io") ? DEFAULT_REGISTRY : host;
    }

    private static Credentials credentials(JsonNode account, String registry) {
        String auth = account.path("auth").asText("");
        if (auth.isEmpty()) {
            return new Credentials(
                    account.path("username").asText(), account.path("password").asText(), registry);
        }
        String[] pair = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8).split(":", 2);
        return new Credentials(pair[0], pair.length > 1 ? pair[1] : "", registry);
    }
}
