package io.gantry.object;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON, exact in numbers, and bounded in depth; whoever receives it bounds its size. */
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
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** A new, empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
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
     * Whether reading what would be written of a tree gives an equal one. It need not for numbers: what fits into 32 bits is read as such,
     * whatever it was made as. Fractions are not looked into: no answer is given but no.
     */
    static boolean isAsRead(JsonNode tree) {
        return switch (tree) {
            case ContainerNode<?> container -> {
                for (JsonNode child : container) {
                    if (!isAsRead(child)) {
                        yield false;
                    }
                }
                yield true;
            }
            case LongNode number -> !number.canConvertToInt();
            case TextNode _, BooleanNode _, NullNode _, IntNode _ -> true;
            default -> false;
        };
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
