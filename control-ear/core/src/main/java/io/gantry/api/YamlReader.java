package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.status.Quoted;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML document as a JSON tree. Bounded: depth as for JSON, and no more nodes than the text has bytes, so that aliases
 * cannot blow it up. Of a key given twice the last value counts.
 */
final class YamlReader {

    private static final int MAX_DEPTH = 200;
    private static final int MAX_ALIASED_NODES = 100_000;
    private static final int MAX_DUPLICATES = 100;

    private final Iterator<Event> events;
    private final Map<Anchor, JsonNode> anchors = new HashMap<>();
    private final List<String> duplicates = new ArrayList<>();
    private int aliasedNodes;

    private YamlReader(Iterator<Event> events) {
        this.events = events;
    }

    static YamlDocument read(byte[] text) throws MalformedBodyException {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(ApiRequest.BODY_LIMIT)
                .setUseMarks(true)
                .build();
        try {
            YamlReader reader = new YamlReader(new Parse(settings)
                    .parseInputStream(new ByteArrayInputStream(text))
                    .iterator());
            return new YamlDocument(reader.document(), List.copyOf(reader.duplicates));
        } catch (YamlEngineException e) {
            throw new MalformedBodyException("yaml: "
                    + e.getMessage()
                            .lines()
                            .limit(4)
                            .reduce("", (a, b) -> a + " " + b.trim())
                            .trim());
        }
    }

    private JsonNode document() throws MalformedBodyException {
        next(Event.ID.StreamStart);
        Event first = events.next();
        if (first.getEventId() == Event.ID.StreamEnd) {
            return JsonNodeFactory.instance.nullNode();
        }
        JsonNode tree = node(events.next(), 0);
        next(Event.ID.DocumentEnd);
        if (events.next().getEventId() != Event.ID.StreamEnd) {
            throw new MalformedBodyException("yaml: more than one document");
        }
        return tree;
    }

    private void next(Event.ID expected) throws MalformedBodyException {
        Event.ID found = events.next().getEventId();
        if (found != expected) {
            throw new MalformedBodyException("yaml: expected " + expected + ", found " + found);
        }
    }

    private JsonNode node(Event event, int depth) throws MalformedBodyException {
        if (depth > MAX_DEPTH) {
            throw new MalformedBodyException("yaml: exceeded max depth " + MAX_DEPTH);
        }
        return switch (event) {
            case AliasEvent alias -> aliased(alias);
            case ScalarEvent scalar -> remember(scalar, YamlScalar.toJson(scalar));
            case SequenceStartEvent sequence -> remember(sequence, sequence(depth));
            case MappingStartEvent mapping -> remember(mapping, mapping(depth));
            default -> throw new MalformedBodyException("yaml: unexpected " + event.getEventId());
        };
    }

    private JsonNode remember(NodeEvent event, JsonNode node) {
        event.getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
        return node;
    }

    private JsonNode aliased(AliasEvent alias) throws MalformedBodyException {
        JsonNode node = anchors.get(alias.getAlias());
        if (node == null) {
            throw new MalformedBodyException("yaml: unknown anchor '" + alias.getAlias() + "' referenced");
        }
        aliasedNodes += size(node);
        if (aliasedNodes > MAX_ALIASED_NODES) {
            throw new MalformedBodyException("yaml: document contains excessive aliasing");
        }
        return node.deepCopy();
    }

    private static int size(JsonNode node) {
        int size = 1;
        for (JsonNode child : node) {
            size += size(child);
        }
        return size;
    }

    private ArrayNode sequence(int depth) throws MalformedBodyException {
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            array.add(node(event, depth + 1));
        }
        return array;
    }

    private ObjectNode mapping(int depth) throws MalformedBodyException {
        ObjectNode object = Json.object();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            String key = key(event, depth);
            Event first = events.next();
            JsonNode value = node(first, depth + 1);
            if (isMerge(event)) {
                merge(object, value);
            } else if (object.replace(key, value) != null && duplicates.size() < MAX_DUPLICATES) {
                duplicates.add("line " + line(first) + ": key " + shown(event, key) + " already set in map");
            }
        }
        return object;
    }

    private static int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    /** Texts are quoted, numbers and words are not. */
    private static String shown(Event event, String key) {
        boolean text =
                event instanceof ScalarEvent scalar && YamlScalar.toJson(scalar).isTextual();
        return text ? Quoted.of(key) : key;
    }

    /** A key is text, whatever else its characters could mean. */
    private String key(Event event, int depth) throws MalformedBodyException {
        JsonNode key = node(event, depth + 1);
        if (key.isContainerNode()) {
            throw new MalformedBodyException("yaml: invalid map key: " + key);
        }
        return event instanceof ScalarEvent scalar ? scalar.getValue() : key.asText();
    }

    /** The {@code <<} key takes over fields that are not given otherwise. */
    private static boolean isMerge(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().equals("<<");
    }

    private static void merge(ObjectNode object, JsonNode value) throws MalformedBodyException {
        if (!(value instanceof ObjectNode other)) {
            throw new MalformedBodyException("yaml: map merge requires map or sequence of maps as the value");
        }
        other.properties().forEach(field -> object.putIfAbsent(field.getKey(), field.getValue()));
    }
}
