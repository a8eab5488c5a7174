package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** ConfigMaps and Secrets. */
public final class ConfigRules {

    private static final int MAX_BYTES = 1024 * 1024;
    private static final String IMMUTABLE = "field is immutable when `immutable` is set";
    private static final String ACCOUNT_NAME = "kubernetes.io/service-account.name";

    private ConfigRules() {}

    public static void configMap(Field map) {
        Field data = map.at("data");
        Field binary = map.at("binaryData");
        long size = 0;
        for (String key : keys(data)) {
            keyOf(data, key);
            if (binary.value().has(key)) {
                data.key(key).invalid(key, "duplicate of key present in binaryData");
            }
            size += data.key(key).text().getBytes(StandardCharsets.UTF_8).length;
        }
        for (String key : keys(binary)) {
            keyOf(binary, key);
            size += decodedLength(binary.key(key).text());
        }
        if (size > MAX_BYTES) {
            // the whole object is too long, so the error has no field
            map.errors().tooLong("", MAX_BYTES);
        }
    }

    public static void secret(Field secret) {
        Field data = secret.at("data");
        long size = 0;
        for (String key : keys(data)) {
            keyOf(data, key);
            size += decodedLength(data.key(key).text());
        }
        if (size > MAX_BYTES) {
            data.errors().tooLong("data", MAX_BYTES);
        }
        switch (secret.at("type").text()) {
            case "kubernetes.io/service-account-token" -> {
                Field name = secret.at("metadata").at("annotations").key(ACCOUNT_NAME);
                name.requireFilled();
            }
            case "kubernetes.io/dockercfg" -> json(data.key(".dockercfg"));
            case "kubernetes.io/dockerconfigjson" -> json(data.key(".dockerconfigjson"));
            case "kubernetes.io/basic-auth" -> {
                if (!data.key("username").isSet() && !data.key("password").isSet()) {
                    data.key("username").required("");
                    data.key("password").required("");
                }
            }
            case "kubernetes.io/ssh-auth" -> data.key("ssh-privatekey").requireFilled();
            case "kubernetes.io/tls" ->
                List.of("tls.crt", "tls.key").stream()
                        .map(data::key)
                        .filter(key -> !key.isSet())
                        .forEach(key -> key.required(""));
            default -> {
                // a type of the user's own has rules of the user's own
            }
        }
    }

    /** Once immutable, always immutable, and so is what it holds. */
    public static void update(Field object, JsonNode old, List<String> contents) {
        if (!old.path("immutable").asBoolean()) {
            return;
        }
        if (!object.at("immutable").isTrue()) {
            object.at("immutable").forbidden(IMMUTABLE);
        }
        for (String content : contents) {
            if (!SemanticEquality.same(object.at(content).value(), old.path(content))) {
                object.at(content).forbidden(IMMUTABLE);
            }
        }
    }

    private static List<String> keys(Field map) {
        return map.isSet() ? map.keys() : List.of();
    }

    private static void keyOf(Field map, String key) {
        FormatRules.configKey(key).forEach(error -> map.key(key).invalid(key, error));
    }

    private static long decodedLength(String base64) {
        int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return base64.length() / 4L * 3 - padding;
    }

    private static void json(Field entry) {
        if (!entry.isSet()) {
            entry.required("");
            return;
        }
        try {
            if (!Json.MAPPER.readTree(Base64.getDecoder().decode(entry.text())).isObject()) {
                entry.invalid("<secret contents redacted>", "json: cannot unmarshal into an object");
            }
        } catch (IOException | IllegalArgumentException e) {
            // the parser's own words would show the secret
            entry.invalid("<secret contents redacted>", "invalid JSON");
        }
    }
}
