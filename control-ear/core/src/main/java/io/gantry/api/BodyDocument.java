package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.status.Quoted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A body as one JSON object, and what a strict reader has against it in the words and the order of upstream's decoders. */
sealed interface BodyDocument {

    ObjectNode object();

    /**
     * What to warn of.
     *
     * @param unknown unknown fields as the schema's check tells them
     */
    List<String> warnings(List<String> unknown);

    /** What to refuse. */
    List<String> errors(List<String> unknown);

    /** Of a JSON text: as they come. */
    record JsonBody(ObjectNode object, List<JsonDocument.Duplicate> duplicates) implements BodyDocument {

        @Override
        public List<String> warnings(List<String> unknown) {
            if (duplicates.isEmpty()) {
                return unknown;
            }
            List<String> result = new ArrayList<>();
            walk(object, "", new HashSet<>(unknown), result);
            return result;
        }

        @Override
        public List<String> errors(List<String> unknown) {
            return warnings(unknown);
        }

        private void walk(JsonNode node, String path, Set<String> unknown, List<String> result) {
            if (node.isArray()) {
                for (int i = 0; i < node.size(); i++) {
                    walk(node.get(i), path + "[" + i + "]", unknown, result);
                }
                return;
            }
            int before = 0;
            for (var entry : node.properties()) {
                addDuplicates(path, before++, unknown, result);
                String below = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
                if (unknown.contains(unknownField(below))) {
                    result.add(unknownField(below));
                } else {
                    walk(entry.getValue(), below, unknown, result);
                }
            }
            addDuplicates(path, before, unknown, result);
        }

        /** An unknown field is that only, however often it comes. */
        private void addDuplicates(String object, int before, Set<String> unknown, List<String> result) {
            for (JsonDocument.Duplicate duplicate : duplicates) {
                boolean here =
                        duplicate.before() == before && duplicate.object().equals(object);
                if (here && !unknown.contains(unknownField(duplicate.path()))) {
                    result.add(duplicate.text());
                }
            }
        }

        private static String unknownField(String path) {
            return "unknown field " + Quoted.of(path);
        }
    }

    /** Of a YAML text: repeated keys with their lines as one error, then unknown fields by name. */
    record YamlBody(ObjectNode object, YamlDocument document) implements BodyDocument {

        @Override
        public List<String> warnings(List<String> unknown) {
            return Stream.concat(
                            document.duplicates().stream(), unknown.stream().sorted())
                    .toList();
        }

        @Override
        public List<String> errors(List<String> unknown) {
            Stream<String> repeated = document.duplicates().isEmpty() ? Stream.of() : Stream.of(document.strictError());
            return Stream.concat(repeated, unknown.stream().sorted()).toList();
        }
    }
}
