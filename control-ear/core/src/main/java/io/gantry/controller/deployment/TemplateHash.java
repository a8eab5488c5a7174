package io.gantry.controller.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.model.SemanticJson;
import java.nio.charset.StandardCharsets;

/** Tells pod templates apart, by comparing them and by a short stable hash for the names of ReplicaSets. */
final class TemplateHash {

    static final String LABEL = "pod-template-hash";

    /** Letters and digits that spell no words (apimachinery util/rand). */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private TemplateHash() {}

    /** Whether two templates ask for the same pods; the hash label itself does not count. */
    static boolean same(JsonNode one, JsonNode other) {
        return withoutLabel(one).equals(withoutLabel(other));
    }

    /**
     * FNV-1a over the canonical text of a template, in upstream's safe letters, for example {@code 6d4cf56db6}.
     *
     * @param collisions how often the hash was found taken by another template
     */
    static String of(JsonNode template, int collisions) {
        int hash = 0x811c9dc5;
        String text = withoutLabel(template) + (collisions == 0 ? "" : "#" + collisions);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x01000193;
        }
        StringBuilder name = new StringBuilder();
        Integer.toUnsignedString(hash).chars().forEach(c -> name.append(ALPHABET.charAt(c % ALPHABET.length())));
        return name.toString();
    }

    private static JsonNode withoutLabel(JsonNode template) {
        if (!template.path("metadata").path("labels").has(LABEL)) {
            return SemanticJson.canonical(template);
        }
        ObjectNode copy = template.deepCopy();
        copy.withObject("/metadata/labels").remove(LABEL);
        return SemanticJson.canonical(copy);
    }
}
