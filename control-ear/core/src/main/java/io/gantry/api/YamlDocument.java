package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A YAML text as a JSON tree, and which keys it gives more than once (the last one counts).
 *
 * @param duplicates for example {@code line 4: key "paused" already set in map}; at most 100
 */
record YamlDocument(JsonNode tree, List<String> duplicates) {

    /** Throws {@link MalformedBodyException}. JSON is YAML, and read faster as JSON. */
    static YamlDocument parse(byte[] text) throws MalformedBodyException {
        if (text.length == 0 || text[0] != '{') {
            return YamlReader.read(text);
        }
        try {
            JsonDocument document = JsonDocument.parse(text);
            // what upstream says of repeated keys has their lines
            return document.duplicates().isEmpty()
                    ? new YamlDocument(document.tree(), List.of())
                    : YamlReader.read(text);
        } catch (MalformedBodyException e) {
            return YamlReader.read(text);
        }
    }

    /** The one error that upstream makes of all repeated keys. */
    String strictError() {
        return "yaml: unmarshal errors:\n  " + String.join("\n  ", duplicates);
    }
}
