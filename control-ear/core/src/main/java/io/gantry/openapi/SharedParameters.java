package io.gantry.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.TreeMap;

/**
 * The parameters that version 2 states once for all operations, under their name and a hash of what they say. Those that speak of one
 * kind stay where they are, and so do the two in which old clients look up what the server can do.
 */
final class SharedParameters {

    private static final Set<String> OWN = Set.of("name", "dryRun", "fieldValidation");
    private static final String COMMON_BODY = "#/definitions/io.k8s.apimachinery";
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int HASH_BYTES = 6;

    private final TreeMap<String, ObjectNode> shared = new TreeMap<>();

    /** The same parameters, with references instead of those that are shared. */
    ArrayNode refer(ArrayNode parameters) {
        ArrayNode referring = parameters.arrayNode();
        for (JsonNode parameter : parameters) {
            referring.add(isShared(parameter) ? reference((ObjectNode) parameter) : parameter);
        }
        return referring;
    }

    private static boolean isShared(JsonNode parameter) {
        if (parameter.path("in").asText().equals("body")) {
            return parameter.path("schema").path("$ref").asText().startsWith(COMMON_BODY);
        }
        return !OWN.contains(parameter.path("name").asText());
    }

    private ObjectNode reference(ObjectNode parameter) {
        String name = parameter.path("name").asText() + "-" + hash(parameter.toString());
        shared.putIfAbsent(name, parameter);
        return Json.object().put("$ref", "#/parameters/" + name);
    }

    /** FNV-1 of 64 bits, the first 48 of them in base64. */
    private static String hash(String text) {
        long hash = FNV_BASIS;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            hash = hash * FNV_PRIME ^ Byte.toUnsignedLong(each);
        }
        byte[] bytes = new byte[Long.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (hash >>> (Long.SIZE - Byte.SIZE * (i + 1)));
        }
        return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(bytes, HASH_BYTES));
    }

    ObjectNode definitions() {
        ObjectNode definitions = Json.object();
        shared.forEach(definitions::set);
        return definitions;
    }
}
