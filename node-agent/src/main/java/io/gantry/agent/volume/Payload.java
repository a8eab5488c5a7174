package io.gantry.agent.volume;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.certificate.Credential;
import io.gantry.agent.env.ConfigData;
import io.gantry.agent.env.ConfigException;
import io.gantry.agent.env.PodFields;
import io.gantry.agent.env.ResourceFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of a volume that is made from API objects: configMap, secret, downwardAPI or projected. */
public final class Payload {

    private static final int DEFAULT_MODE = 0644;
    private static final long DEFAULT_TOKEN_SECONDS = 3600;

    /**
     * A file by its content and its permission bits.
     *
     * @param owner user id; none for root
     */
    public record Content(byte[] bytes, int mode, OptionalInt owner) {

        Content(byte[] bytes, int mode) {
            this(bytes, mode, OptionalInt.empty());
        }
    }

    private final ConfigData config;
    private final PodFields fields;
    private final ResourceFields resources;
    private final Tokens tokens;
    private final TrustBundles trustBundles;
    private final Certificates certificates;
    private final CredentialReaders readers;

    /** The tokens of the pod's service account. */
    public interface Tokens {

        /**
         * A token that is valid now.
         *
         * @param audience empty for the API server
         * @throws IOException when there is none to be had
         */
        String token(String audience, long expirationSeconds) throws IOException;
    }

    /** The certificates of the pod. */
    public interface Certificates {

        /**
         * @param volume name of the volume
         * @param source index in its sources
         * @throws IOException when there is none yet, or never will be
         */
        Credential credential(String volume, int source) throws IOException;
    }

    public Payload(
            ConfigData config,
            PodFields fields,
            ResourceFields resources,
            Tokens tokens,
            TrustBundles trustBundles,
            Certificates certificates,
            CredentialReaders readers) {
        this.config = config;
        this.fields = fields;
        this.resources = resources;
        this.tokens = tokens;
        this.trustBundles = trustBundles;
        this.certificates = certificates;
        this.readers = readers;
    }

    /** Whether the volume is of such a type. */
    public static boolean supports(JsonNode volume) {
        return volume.has("configMap") || volume.has("secret") || volume.has("downwardAPI") || volume.has("projected");
    }

    /** Whether the files may hold what must never reach a disk. */
    public static boolean confidential(JsonNode volume) {
        return volume.has("secret") || volume.has("projected");
    }

    /**
     * The files by their paths in the volume.
     *
     * @throws VolumeException when something that is not optional is missing
     */
    public SortedMap<String, Content> of(JsonNode volume) throws VolumeException {
        SortedMap<String, Content> files = new TreeMap<>();
        if (volume.has("projected")) {
            JsonNode projected = volume.path("projected");
            int mode = projected.path("defaultMode").asInt(DEFAULT_MODE);
            JsonNode sources = projected.path("sources");
            for (int i = 0; i < sources.size(); i++) {
                if (sources.path(i).has("podCertificate")) {
                    addCertificate(volume, i, mode, files);
                } else {
                    add(sources.path(i), "name", mode, files);
                }
            }
        } else {
            add(volume, "secretName", mode(volume), files);
        }
        return files;
    }

    private void add(JsonNode source, String secretNameField, int mode, SortedMap<String, Content> files)
            throws VolumeException {
        if (source.has("configMap")) {
            JsonNode reference = source.path("configMap");
            String name = reference.path("name").asText();
            addKeys(reference, "configmap", name, config.configMap(name), mode, files);
        } else if (source.has("secret")) {
            JsonNode reference = source.path("secret");
            String name = reference.path(secretNameField).asText();
            addKeys(reference, "secret", name, config.secret(name), mode, files);
        } else if (source.has("downwardAPI")) {
            addFields(source.path("downwardAPI"), mode, files);
        } else if (source.has("serviceAccountToken")) {
            addToken(source.path("serviceAccountToken"), mode, files);
        } else if (source.has("clusterTrustBundle")) {
            JsonNode bundle = source.path("clusterTrustBundle");
            files.put(path(bundle), readers.file(trustBundles.of(bundle), mode));
        } else {
            throw new VolumeException("volume source "
                    + source.properties().stream().map(Map.Entry::getKey).toList() + " is not supported by this node");
        }
    }

    private static void addKeys(
            JsonNode reference,
            String kind,
            String name,
            Optional<Map<String, byte[]>> data,
            int mode,
            SortedMap<String, Content> files)
            throws VolumeException {
        boolean optional = reference.path("optional").asBoolean();
        if (data.isEmpty() && !optional) {
            throw new VolumeException(kind + " \"" + name + "\" not found");
        }
        Map<String, byte[]> keys = data.orElse(Map.of());
        if (!reference.has("items")) {
            keys.forEach((key, value) -> files.put(key, new Content(value, mode)));
            return;
        }
        for (JsonNode item : reference.path("items")) {
            byte[] value = keys.get(item.path("key").asText());
            if (value != null) {
                files.put(path(item), new Content(value, item.path("mode").asInt(mode)));
            } else if (!optional) {
                throw new VolumeException("references non-existent "
                        + (kind.equals("secret") ? "secret" : "config") + " key: "
                        + item.path("key").asText());
            }
        }
    }

    private void addFields(JsonNode downward, int mode, SortedMap<String, Content> files) throws VolumeException {
        for (JsonNode item : downward.path("items")) {
            try {
                String value = item.has("fieldRef")
                        ? fields.value(item.path("fieldRef").path("fieldPath").asText())
                        : resources.value(item.path("resourceFieldRef"), Optional.empty());
                files.put(
                        path(item),
                        new Content(
                                value.getBytes(StandardCharsets.UTF_8),
                                item.path("mode").asInt(mode)));
            } catch (ConfigException e) {
                throw new VolumeException(e.getMessage(), e);
            }
        }
    }

    private void addToken(JsonNode source, int mode, SortedMap<String, Content> files) throws VolumeException {
        try {
            String token = tokens.token(
                    source.path("audience").asText(""),
                    source.path("expirationSeconds").asLong(DEFAULT_TOKEN_SECONDS));
            files.put(path(source), readers.file(token.getBytes(StandardCharsets.UTF_8), mode));
        } catch (IOException e) {
            throw new VolumeException("failed to fetch token: " + e.getMessage(), e);
        }
    }

    private void addCertificate(JsonNode volume, int index, int mode, SortedMap<String, Content> files)
            throws VolumeException {
        Credential held;
        try {
            held = certificates.credential(volume.path("name").asText(), index);
        } catch (IOException e) {
            throw new VolumeException(e.getMessage(), e);
        }
        JsonNode source = volume.path("projected").path("sources").path(index).path("podCertificate");
        byte[] bundle = new byte[held.key().length + held.chain().length];
        System.arraycopy(held.key(), 0, bundle, 0, held.key().length);
        System.arraycopy(held.chain(), 0, bundle, held.key().length, held.chain().length);
        Map<String, byte[]> contents =
                Map.of("credentialBundlePath", bundle, "keyPath", held.key(), "certificateChainPath", held.chain());
        for (var content : contents.entrySet()) {
            String path = source.path(content.getKey()).asText("");
            if (!path.isEmpty()) {
                files.put(checked(path), readers.file(content.getValue(), mode));
            }
        }
    }

    private static String path(JsonNode item) throws VolumeException {
        return checked(item.path("path").asText());
    }

    /** The API refuses such paths; the agent does not rely on it. */
    private static String checked(String path) throws VolumeException {
        if (path.isEmpty()
                || path.startsWith("/")
                || java.util.List.of(path.split("/")).contains("..")) {
            throw new VolumeException("invalid path: " + path);
        }
        return path;
    }

    private static int mode(JsonNode volume) {
        for (String type : new String[] {"configMap", "secret", "downwardAPI"}) {
            if (volume.path(type).has("defaultMode")) {
                return volume.path(type).path("defaultMode").asInt();
            }
        }
        return DEFAULT_MODE;
    }
}
