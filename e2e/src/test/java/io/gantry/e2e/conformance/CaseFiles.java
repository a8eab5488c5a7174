package io.gantry.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The cases, the list of the behaviours and the reasons of those that do not hold yet, as they lie in the resources. */
record CaseFiles(Path directory) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static CaseFiles ofTheProject() {
        return new CaseFiles(Path.of("src/test/resources/conformance").toAbsolutePath());
    }

    List<String> behaviours() {
        return text(directory.resolve("behaviours.txt")).lines().toList();
    }

    /** @param language of the reasons: {@code en} or {@code zh} */
    SortedMap<String, String> notYet(String language) {
        SortedMap<String, String> reasons = new TreeMap<>();
        yaml(directory.resolve("not-yet.yaml"))
                .properties()
                .forEach(entry -> reasons.put(
                        entry.getKey(), entry.getValue().path(language).asText()));
        return reasons;
    }

    List<ConformanceCase> cases() {
        try (Stream<Path> files = Files.list(directory.resolve("cases"))) {
            return files.sorted().flatMap(file -> casesOf(file).stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ConformanceCase> casesOf(Path file) {
        List<ConformanceCase> cases = new ArrayList<>();
        for (JsonNode node : yaml(file).path("cases")) {
            List<JsonNode> each = Step.list(node.path("each"));
            for (JsonNode parameters : each.isEmpty() ? List.of(JSON.createObjectNode()) : each) {
                cases.add(oneCase(file, node, parameters));
            }
        }
        return cases;
    }

    private static ConformanceCase oneCase(Path file, JsonNode node, JsonNode parameters) {
        Map<String, JsonNode> values = new HashMap<>();
        node.path("with").properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        parameters.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        Variables variables = new Variables(values);
        return new ConformanceCase(
                String.valueOf(file.getFileName()),
                variables.in(node.path("name").asText()),
                Expected.texts(variables.in(node.path("answers"))),
                values,
                Step.list(node.path("steps")));
    }

    private static JsonNode yaml(Path file) {
        Object document = new Load(LoadSettings.builder()
                        .setLabel(file.toString())
                        .setMaxAliasesForCollections(500)
                        .build())
                .loadFromString(text(file));
        return JSON.valueToTree(document);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
