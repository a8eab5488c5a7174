package io.gantry.agent.env;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.object.Container;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Computes the environment of a container: what it declares, over what it takes from maps, over the variables of services. */
public final class Environment {

    private final ConfigData config;
    private final PodFields fields;
    private final ResourceFields resources;
    private final Map<String, String> services;
    private final VolumeFiles files;

    /** @param services {@link ServiceVariables} */
    public Environment(
            ConfigData config,
            PodFields fields,
            ResourceFields resources,
            Map<String, String> services,
            VolumeFiles files) {
        this.config = config;
        this.fields = fields;
        this.resources = resources;
        this.services = services;
        this.files = files;
    }

    /**
     * The variables in the order of their declaration.
     *
     * @throws ConfigException when something that is not optional is missing
     */
    public Map<String, String> of(Container container) throws ConfigException {
        Map<String, String> declared = new LinkedHashMap<>();
        for (JsonNode source : container.json().path("envFrom")) {
            addAll(source, declared);
        }
        for (JsonNode variable : container.json().path("env")) {
            Optional<String> value = value(variable, container, declared);
            if (value.isPresent()) {
                declared.put(variable.path("name").asText(), value.get());
            }
        }
        Map<String, String> result = new LinkedHashMap<>(services);
        declared.forEach((name, value) -> {
            result.remove(name);
            result.put(name, value);
        });
        return result;
    }

    private void addAll(JsonNode source, Map<String, String> declared) throws ConfigException {
        Map<String, byte[]> data = source.path("configMapRef").isObject()
                ? whole(source.path("configMapRef"), "configmap", config::configMap)
                : whole(source.path("secretRef"), "secret", config::secret);
        String prefix = source.path("prefix").asText("");
        data.forEach((key, value) -> declared.put(prefix + key, text(value)));
    }

    private static Map<String, byte[]> whole(
            JsonNode reference, String kind, Function<String, Optional<Map<String, byte[]>>> lookup)
            throws ConfigException {
        String name = reference.path("name").asText();
        Optional<Map<String, byte[]>> found = lookup.apply(name);
        if (found.isEmpty() && !reference.path("optional").asBoolean()) {
            throw new ConfigException(kind + " \"" + name + "\" not found");
        }
        return found.orElse(Map.of());
    }

    private Optional<String> value(JsonNode variable, Container container, Map<String, String> declared)
            throws ConfigException {
        String literal = variable.path("value").asText("");
        if (!literal.isEmpty()) {
            Map<String, String> known = new LinkedHashMap<>(services);
            known.putAll(declared);
            return Optional.of(Expansion.expand(literal, known));
        }
        JsonNode from = variable.path("valueFrom");
        if (from.path("fieldRef").isObject()) {
            return Optional.of(
                    fields.value(from.path("fieldRef").path("fieldPath").asText()));
        }
        if (from.path("resourceFieldRef").isObject()) {
            return Optional.of(resources.value(from.path("resourceFieldRef"), Optional.of(container)));
        }
        if (from.path("configMapKeyRef").isObject()) {
            return key(from.path("configMapKeyRef"), "ConfigMap", config::configMap);
        }
        if (from.path("secretKeyRef").isObject()) {
            return key(from.path("secretKeyRef"), "Secret", config::secret);
        }
        if (from.path("fileKeyRef").isObject()) {
            return fileKey(from.path("fileKeyRef"));
        }
        if (from.isObject() && !from.isEmpty()) {
            throw new ConfigException(
                    "unsupported source of variable " + variable.path("name").asText());
        }
        return Optional.of("");
    }

    private Optional<String> key(
            JsonNode reference, String kind, Function<String, Optional<Map<String, byte[]>>> lookup)
            throws ConfigException {
        Map<String, byte[]> data = whole(reference, kind.toLowerCase(java.util.Locale.ROOT), lookup);
        byte[] value = data.get(reference.path("key").asText());
        if (value == null && !reference.path("optional").asBoolean()) {
            throw new ConfigException(
                    "couldn't find key " + reference.path("key").asText() + " in " + kind + " " + config.namespace()
                            + "/" + reference.path("name").asText());
        }
        return Optional.ofNullable(value).map(Environment::text);
    }

    private Optional<String> fileKey(JsonNode reference) throws ConfigException {
        String path = reference.path("path").asText();
        String key = reference.path("key").asText();
        Optional<String> value = EnvFile.value(
                        files.lines(reference.path("volumeName").asText(), path), key)
                .filter(text -> !text.isEmpty());
        if (value.isEmpty() && !reference.path("optional").asBoolean()) {
            throw new ConfigException("environment variable key \"" + key + "\" not found in file \"" + path + "\"");
        }
        return value;
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
