package io.gantry.protobuf;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Fields whose zero value is something else than their absence. */
final class OptionalScalars {

    private static final Set<String> FIELDS = read();

    private OptionalScalars() {}

    static boolean contains(String type, String field) {
        return FIELDS.contains(type + " " + field);
    }

    private static Set<String> read() {
        Set<String> fields = new HashSet<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                OptionalScalars.class.getResourceAsStream("optional-scalars.txt"), StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                List<String> words = Arrays.asList(line.split(" "));
                words.subList(1, words.size()).forEach(field -> fields.add(words.getFirst() + " " + field));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Set.copyOf(fields);
    }
}
