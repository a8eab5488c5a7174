package io.gantry.agent.object;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The agent's one JSON mapper, and short readers for the shapes that API objects are made of. */
public final class Json {

    private static final int MAX_DEPTH = 200;

    public static final JsonMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * Reads one JSON object.
     *
     * @throws UncheckedIOException when the bytes are no JSON object
     */
    public static ObjectNode read(byte[] json) {
        try {
            return asObject(MAPPER.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Like {@link #read(byte[])}. */
    public static ObjectNode read(String json) {
        try {
            return asObject(MAPPER.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compact JSON in UTF-8. */
    public static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The elements of an array; empty when the node is missing. */
    public static List<JsonNode> list(JsonNode array) {
        List<JsonNode> result = new ArrayList<>(array.size());
        array.forEach(result::add);
        return result;
    }

    /** The texts of an array; empty when the node is missing. */
    public static List<String> strings(JsonNode array) {
        return list(array).stream().map(JsonNode::asText).toList();
    }

    /** The entries of an object of texts, in their order; empty when the node is missing. */
    public static Map<String, String> stringMap(JsonNode object) {
        Map<String, String> result = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> result.put(entry.getKey(), entry.getValue().asText()));
        return result;
    }

    /** The text of a field, or the fallback when it is absent, null or empty. */
    public static String text(JsonNode object, String field, String fallback) {
        String value = object.path(field).asText("");
        return value.isEmpty() || object.path(field).isNull() ? fallback : value;
    }

    private static ObjectNode asObject(JsonNode node) throws IOException {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new IOException("not a JSON object");
    }
}
