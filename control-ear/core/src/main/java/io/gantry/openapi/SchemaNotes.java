package io.gantry.openapi;

import io.gantry.schema.ObjectSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What upstream's documents say of built-in types that means nothing to the server, from the two tables beside this class: in which
 * order fields are required, and which zeros are stated as defaults.
 */
final class SchemaNotes {

    private static final String PROPS = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps.";
    private static final Map<String, List<String>> REQUIRED = table("required-order.txt");
    private static final Map<String, List<String>> ZEROS = table("stated-zeros.txt");

    /** Markers of fields whose schema here has no place for them. */
    private static final Map<String, Map.Entry<String, String>> MARKERS = Map.of(
            "io.k8s.api.core.v1.PersistentVolumeClaimStatus.allocatedResourceStatuses",
            Map.entry("x-kubernetes-map-type", "granular"),
            "io.k8s.api.core.v1.PersistentVolumeSpec.claimRef",
            Map.entry("x-kubernetes-map-type", "granular"),
            "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceSpec.caBundle",
            Map.entry("x-kubernetes-list-type", "atomic"));

    /** Fields of which nothing is said, not even what their type says. */
    private static final Set<String> UNDESCRIBED = Set.of(
            "io.k8s.api.networking.v1.IngressRule.http",
            PROPS + "additionalItems",
            PROPS + "additionalProperties",
            PROPS + "example",
            PROPS + "externalDocs",
            PROPS + "items",
            PROPS + "not");

    private SchemaNotes() {}

    static boolean isUndescribed(ObjectSchema type, String field) {
        return UNDESCRIBED.contains(type.name() + "." + field);
    }

    /** @param fields the required fields of a type, in any order */
    static List<String> required(ObjectSchema type, List<String> fields) {
        List<String> order = REQUIRED.getOrDefault(type.name(), List.of());
        return order.size() == fields.size() && order.containsAll(fields) ? order : fields;
    }

    static boolean statesZero(ObjectSchema type, String field) {
        return ZEROS.getOrDefault(type.name(), List.of()).contains(field);
    }

    /** The name of an extension and what it says. */
    static Optional<Map.Entry<String, String>> marker(ObjectSchema type, String field) {
        return Optional.ofNullable(MARKERS.get(type.name() + "." + field));
    }

    /** Lines of a type and its fields. */
    private static Map<String, List<String>> table(String file) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SchemaNotes.class.getResourceAsStream(file), file), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Arrays.asList(line.split(" ")))
                    .collect(Collectors.toMap(List::getFirst, words -> List.copyOf(words.subList(1, words.size()))));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
