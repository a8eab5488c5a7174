package io.gantry.apply;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which fields of the built-in types are never absent, from {@code embedded-objects.txt} beside this class. */
final class EmbeddedObjects {

    private final Map<String, List<String>> fields = new HashMap<>();

    EmbeddedObjects() {
        try (InputStream in = EmbeddedObjects.class.getResourceAsStream("embedded-objects.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .forEach(words -> fields.put(words[0], Arrays.asList(words).subList(1, words.length)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The fields of one type.
     *
     * @param type for example {@code io.k8s.api.apps.v1.Deployment}
     */
    List<String> of(String type) {
        return fields.getOrDefault(type, List.of());
    }
}
