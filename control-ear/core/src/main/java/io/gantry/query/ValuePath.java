package io.gantry.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a value stands in an object: {@code status.phase}, {@code spec.containers[0].image}, {@code
 * metadata.labels[app.kubernetes.io/name]}, {@code status.conditions[type=Ready].status}. It is read off the bytes, and reading ends
 * where it is found: most objects of a large cluster are never made a tree.
 */
final class ValuePath {

    /** Reads a value with more behind it. */
    private static final ObjectReader PARTS =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final int LONGEST = 256;
    private static final int DEEPEST = 16;
    private static final Pattern STEP = Pattern.compile("\\.?([^.\\[\\]]+)|\\[([^\\[\\]=]+)(?:=([^\\[\\]]*))?]");

    /** One step down. */
    private sealed interface Step {

        /** A field, or an item if the name is a number. */
        record Name(String name) implements Step {}

        /** The first item of which a field has this value. */
        record Where(String field, String value) implements Step {}
    }

    private final String text;
    private final List<Step> steps;

    private ValuePath(String text, List<Step> steps) {
        this.text = text;
        this.steps = steps;
    }

    /** Throws BadRequest. */
    static ValuePath parse(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int end = 0;
        while (end < text.length() && matcher.find(end) && matcher.start() == end && !text.startsWith("..", end)) {
            String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            steps.add(matcher.group(3) == null ? new Step.Name(name) : new Step.Where(name, matcher.group(3)));
            end = matcher.end();
        }
        if (steps.isEmpty() || end < text.length() || text.length() > LONGEST || steps.size() > DEEPEST) {
            throw StatusException.badRequest("not a path of a field: " + Quoted.of(text)
                    + "; paths look like status.phase or metadata.labels[app]");
        }
        return new ValuePath(text, List.copyOf(steps));
    }

    /** The value; missing where there is none. */
    JsonNode read(ApiObject object) {
        if (text.equals("metadata.name")) {
            return Json.MAPPER.getNodeFactory().textNode(object.name());
        }
        try (JsonParser parser = Json.MAPPER.createParser(object.encoded())) {
            parser.nextToken();
            return read(parser, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(object.toString(), e);
        }
    }

    /** The parser stands at the start of the value that the remaining steps begin at. */
    private JsonNode read(JsonParser parser, int step) throws IOException {
        boolean descends = step < steps.size()
                && steps.get(step) instanceof Step.Name
                && parser.currentToken() == JsonToken.START_OBJECT;
        if (!descends) {
            JsonNode value = PARTS.readTree(parser);
            return take(value, step);
        }
        String wanted = ((Step.Name) steps.get(step)).name();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(wanted);
            parser.nextToken();
            if (found) {
                return read(parser, step + 1);
            }
            parser.skipChildren();
        }
        return MissingNode.getInstance();
    }

    private JsonNode take(JsonNode start, int from) {
        JsonNode value = start;
        for (Step step : steps.subList(from, steps.size())) {
            value = switch (step) {
                case Step.Name name -> value.isArray() ? item(value, name.name()) : value.path(name.name());
                case Step.Where where -> item(value, where);
            };
        }
        return value;
    }

    private static JsonNode item(JsonNode array, String number) {
        boolean isNumber = number.length() < 6 && number.chars().allMatch(Character::isDigit);
        return isNumber ? array.path(Integer.parseInt(number)) : MissingNode.getInstance();
    }

    private static JsonNode item(JsonNode array, Step.Where where) {
        for (JsonNode item : array) {
            if (item.path(where.field()).asText("").equals(where.value())) {
                return item;
            }
        }
        return MissingNode.getInstance();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ValuePath path && path.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
