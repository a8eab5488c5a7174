package io.gantry.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.status.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A JSON text as a tree, and which fields it gives more than once (the last one counts).
 *
 * @param duplicates at most 100
 */
record JsonDocument(JsonNode tree, List<Duplicate> duplicates) {

    /**
     * A field that was given before.
     *
     * @param path for example {@code spec.replicas}
     * @param object path of the object that has the field, empty for the whole
     * @param before how many different fields of the object came before this repetition
     */
    record Duplicate(String path, String object, int before) {

        String text() {
            return "duplicate field " + Quoted.of(path);
        }
    }

    private static final int MAX_DUPLICATES = 100;

    /** Powers of ten that upstream's 64-bit floating point cannot hold; they would also be costly to expand. */
    private static final int MAX_EXPONENT = 400;

    static JsonDocument parse(byte[] text) throws MalformedBodyException {
        try (JsonParser parser = Json.MAPPER.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new MalformedBodyException("unexpected end of JSON input");
            }
            Reader reader = new Reader(parser);
            JsonNode tree = reader.value();
            if (parser.nextToken() != null) {
                throw new MalformedBodyException(JsonSyntax.error(text).orElse("more than one value"));
            }
            return new JsonDocument(tree, reader.duplicates);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new MalformedBodyException(JsonSyntax.error(text).orElseGet(() -> firstLine(e.getOriginalMessage())));
        } catch (IOException e) {
            throw new MalformedBodyException("not UTF-8");
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    /** Recursive, but never deeper than the parser allows. */
    private static final class Reader {

        private final JsonParser parser;
        private final List<Duplicate> duplicates = new ArrayList<>();

        Reader(JsonParser parser) {
            this.parser = parser;
        }

        JsonNode value() throws IOException, MalformedBodyException {
            return switch (parser.currentToken()) {
                case START_OBJECT -> object();
                case START_ARRAY -> array();
                case VALUE_STRING -> JsonNodeFactory.instance.textNode(parser.getText());
                case VALUE_TRUE -> JsonNodeFactory.instance.booleanNode(true);
                case VALUE_FALSE -> JsonNodeFactory.instance.booleanNode(false);
                case VALUE_NULL -> JsonNodeFactory.instance.nullNode();
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
                case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new MalformedBodyException("unexpected " + parser.currentToken());
            };
        }

        private ObjectNode object() throws IOException, MalformedBodyException {
            ObjectNode object = Json.object();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (object.replace(name, value()) != null && duplicates.size() < MAX_DUPLICATES) {
                    JsonPointer pointer = parser.getParsingContext().pathAsPointer();
                    duplicates.add(new Duplicate(FieldPath.of(pointer), FieldPath.of(pointer.head()), object.size()));
                }
            }
            return object;
        }

        private ArrayNode array() throws IOException, MalformedBodyException {
            ArrayNode array = Json.MAPPER.createArrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(value());
            }
            return array;
        }

        private JsonNode number() throws IOException, MalformedBodyException {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
                if (exponent(parser.getText()) > MAX_EXPONENT) {
                    throw new MalformedBodyException("number " + parser.getText() + " is out of range");
                }
                return Json.number(parser.getDecimalValue());
            }
            return switch (parser.getNumberType()) {
                case INT -> JsonNodeFactory.instance.numberNode(parser.getIntValue());
                case LONG -> JsonNodeFactory.instance.numberNode(parser.getLongValue());
                case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL ->
                    JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue());
            };
        }

        private static int exponent(String number) {
            int e = Math.max(number.indexOf('e'), number.indexOf('E'));
            if (e < 0) {
                return 0;
            }
            String digits = number.substring(e + 1);
            return digits.length() > 6 ? Integer.MAX_VALUE : Math.abs(Integer.parseInt(digits));
        }
    }
}
