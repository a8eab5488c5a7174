package io.gantry.object;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;

/** JSON, exact in integers, and bounded in depth; whoever receives it bounds its size. */
public final class Json {

    /** Deeper bodies are refused while they are read. */
    public static final int MAX_DEPTH = 200;

    /** What is stored says every field of a body once more, in its managed fields. */
    private static final int MAX_STORED_DEPTH = 2 * MAX_DEPTH + 100;

    /** For what others send. */
    public static final JsonMapper MAPPER = mapper(MAX_DEPTH);

    private static final JsonMapper OWN = mapper(MAX_STORED_DEPTH);

    private Json() {}

    /** Names may be as long as a body: managed fields name items of lists by their values. */
    private static JsonMapper mapper(int depth) {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(depth)
                                .maxNameLength(Integer.MAX_VALUE)
                                .maxNumberLength(100)
                                .build())
                        .build())
                .nodeFactory(JsonNumbers.INSTANCE)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** A new, empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A number with a fraction or an exponent. */
    public static JsonNode number(BigDecimal number) {
        return JsonNumbers.INSTANCE.numberNode(number);
    }

    /** Reads JSON that this process wrote or has already checked. */
    public static ObjectNode read(byte[] json) {
        try {
            return (ObjectNode) OWN.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Walks through JSON that this process wrote or has already checked. */
    public static JsonParser parser(byte[] json) throws IOException {
        return OWN.createParser(json);
    }

    /** Reads a literal; for tests and constants. */
    public static ObjectNode read(String json) {
        try {
            return (ObjectNode) MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The tree that reading gives what is written of a tree: the same, but for numbers, of which only the value is written. Shares with the
     * given one all that is the same; neither is to be changed afterwards.
     */
    static JsonNode asRead(JsonNode tree) {
        return switch (tree) {
            case ObjectNode object -> asRead(object);
            case ArrayNode array -> asRead(array);
            case LongNode number when number.canConvertToInt() -> IntNode.valueOf(number.intValue());
            case TextNode _, BooleanNode _, NullNode _, IntNode _, LongNode _ -> tree;
            default -> reread(tree);
        };
    }

    private static ObjectNode asRead(ObjectNode object) {
        ObjectNode result = object;
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            JsonNode value = asRead(entry.getValue());
            if (value != entry.getValue()) {
                result = result == object ? object().setAll(object) : result;
                result.set(entry.getKey(), value);
            }
        }
        return result;
    }

    private static ArrayNode asRead(ArrayNode array) {
        ArrayNode result = array;
        for (int i = 0; i < array.size(); i++) {
            JsonNode item = asRead(array.get(i));
            if (item != array.get(i)) {
                result = result == array ? JsonNodeFactory.instance.arrayNode().addAll(array) : result;
                result.set(i, item);
            }
        }
        return result;
    }

    private static JsonNode reread(JsonNode scalar) {
        try {
            return OWN.readTree(write(scalar));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes compact JSON in UTF-8. */
    public static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
