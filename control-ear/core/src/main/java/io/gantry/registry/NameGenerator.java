package io.gantry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.random.RandomGenerator;

/** Makes names from {@code metadata.generateName}: the base and five random characters without vowels, 63 at most. */
public final class NameGenerator {

    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int SUFFIX = 5;
    private static final int LONGEST_BASE = 63 - SUFFIX;

    private final RandomGenerator random;

    public NameGenerator(RandomGenerator random) {
        this.random = random;
    }

    /** Whether an object has no name but a base for one. */
    static boolean isAsked(JsonNode metadata) {
        return !Nodes.text(metadata, "generateName").isEmpty()
                && Nodes.text(metadata, "name").isEmpty();
    }

    void complete(ObjectNode metadata) {
        metadata.put("name", name(Nodes.text(metadata, "generateName")));
    }

    public String name(String base) {
        StringBuilder name = new StringBuilder(base.substring(0, Math.min(base.length(), LONGEST_BASE)));
        for (int i = 0; i < SUFFIX; i++) {
            name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return name.toString();
    }
}
