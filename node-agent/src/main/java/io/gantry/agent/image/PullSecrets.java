package io.gantry.agent.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.Sha256;
import io.gantry.agent.runtime.ImageStore.Credentials;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the accounts for an image in the secrets that a pod names in {@code imagePullSecrets}. */
final class PullSecrets {

    private static final Logger LOG = LoggerFactory.getLogger(PullSecrets.class);

    private record Entry(RegistryKey key, PullAccount account) {}

    private PullSecrets() {}

    /** Those that may be right, the most specific first. */
    static List<PullAccount> find(Pod pod, String image, ClusterState cluster) {
        String repository = ImageName.repository(image);
        List<Entry> all = references(pod).stream()
                .flatMap(reference -> cluster.get(reference).stream())
                .flatMap(secret -> entries(secret, ImageName.registry(image)).stream())
                .toList();
        List<PullAccount> found = all.stream()
                .filter(entry -> entry.key().covers(repository))
                .sorted(Comparator.comparing(Entry::key).reversed())
                .map(Entry::account)
                .toList();
        return found.isEmpty() && ImageName.registry(image).equals(ImageName.DEFAULT_REGISTRY)
                ? all.stream()
                        .filter(entry -> entry.key().equals(RegistryKey.DOCKER_HUB))
                        .map(Entry::account)
                        .toList()
                : found;
    }

    /** Names of secrets that the pod names and this node has not got. */
    static List<String> missing(Pod pod, ClusterState cluster) {
        return references(pod).stream()
                .filter(reference -> cluster.get(reference).isEmpty())
                .map(ObjectRef::name)
                .toList();
    }

    private static List<ObjectRef> references(Pod pod) {
        return Json.list(pod.spec().path("imagePullSecrets")).stream()
                .map(reference -> reference.path("name").asText(""))
                .filter(name -> !name.isEmpty())
                .map(name -> new ObjectRef(ObjectRef.SECRETS, pod.namespace(), name))
                .toList();
    }

    private static List<Entry> entries(ObjectNode secret, String registry) {
        JsonNode metadata = secret.path("metadata");
        List<Entry> entries = new ArrayList<>();
        try {
            for (Map.Entry<String, JsonNode> each : accounts(secret).properties()) {
                Credentials credentials = credentials(each.getValue(), registry);
                UsedSecret source = new UsedSecret(
                        metadata.path("uid").asText(),
                        metadata.path("namespace").asText(),
                        metadata.path("name").asText(),
                        hash(credentials));
                entries.add(new Entry(RegistryKey.parse(each.getKey()), new PullAccount(credentials, source)));
            }
        } catch (UncheckedIOException | IllegalArgumentException e) {
            LOG.warn(
                    "event=bad-pull-secret namespace={} name={} error=\"malformed\"",
                    metadata.path("namespace").asText(),
                    metadata.path("name").asText());
            return List.of();
        }
        return entries;
    }

    private static JsonNode accounts(ObjectNode secret) {
        return switch (secret.path("type").asText()) {
            case "kubernetes.io/dockerconfigjson" ->
                decoded(secret, ".dockerconfigjson").path("auths");
            case "kubernetes.io/dockercfg" -> decoded(secret, ".dockercfg");
            default -> Json.object();
        };
    }

    private static ObjectNode decoded(ObjectNode secret, String key) {
        return Optional.of(secret.path("data").path(key).asText(""))
                .filter(text -> !text.isEmpty())
                .map(text -> Json.read(Base64.getDecoder().decode(text)))
                .orElseGet(Json::object);
    }

    private static Credentials credentials(JsonNode account, String registry) {
        String auth = account.path("auth").asText("").strip();
        if (auth.isEmpty()) {
            return new Credentials(
                    account.path("username").asText(), account.path("password").asText(), registry);
        }
        String[] pair = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8).split(":", 2);
        if (pair.length < 2) {
            throw new IllegalArgumentException(
                    "unable to parse auth field, must be formatted as base64(username:password)");
        }
        return new Credentials(pair[0], pair[1], registry);
    }

    private static String hash(Credentials credentials) {
        byte[] text = Json.write(
                Json.object().put("username", credentials.username()).put("password", credentials.password()));
        return Sha256.hex(text);
    }
}
