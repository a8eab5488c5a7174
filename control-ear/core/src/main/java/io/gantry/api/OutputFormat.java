package io.gantry.api;

import io.gantry.status.StatusException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a client wants to see objects.
 *
 * @param yaml YAML rather than JSON
 * @param shape the objects themselves, or what of them
 * @param metaVersion version of meta.k8s.io for tables and partial metadata
 * @param pretty indented
 */
record OutputFormat(boolean yaml, Shape shape, String metaVersion, boolean pretty) {

    enum Shape {
        OBJECT,
        TABLE,
        PARTIAL,
        PARTIAL_LIST
    }

    static final OutputFormat JSON = new OutputFormat(false, Shape.OBJECT, "v1", false);

    private static final Set<String> META_VERSIONS = Set.of("v1", "v1beta1");
    private static final List<String> READERS = List.of("curl", "Wget", "Mozilla/5.0");

    /**
     * Takes the first form in the Accept header, best quality first, that can be given. Throws NotAcceptable.
     *
     * @param stream whether events are asked for, which exist in JSON only
     */
    static OutputFormat negotiate(ApiRequest request, QueryParameters query, boolean stream) {
        String accept = request.headers().joined("Accept");
        boolean pretty = !stream && isPretty(request, query);
        if (accept.isBlank()) {
            return new OutputFormat(false, Shape.OBJECT, "v1", pretty);
        }
        return AcceptHeader.parse(accept).stream()
                .map(clause -> accepted(clause, stream, pretty))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> notAcceptable(stream));
    }

    private static Optional<OutputFormat> accepted(AcceptHeader.Clause clause, boolean stream, boolean pretty) {
        boolean json = clause.matches("application", "json");
        boolean yaml = !json && !stream && clause.matches("application", "yaml");
        String streamed = clause.parameters().getOrDefault("stream", "");
        if ((!json && !yaml) || !(streamed.isEmpty() || streamed.equals("watch"))) {
            return Optional.empty();
        }
        boolean indented =
                pretty || clause.parameters().getOrDefault("pretty", "").equals("1");
        boolean transformed = clause.parameters().keySet().stream().anyMatch(Set.of("as", "g", "v")::contains);
        if (!transformed) {
            return Optional.of(new OutputFormat(yaml, Shape.OBJECT, "v1", indented));
        }
        String version = clause.parameters().getOrDefault("v", "");
        boolean known =
                clause.parameters().getOrDefault("g", "").equals("meta.k8s.io") && META_VERSIONS.contains(version);
        return known
                ? shape(clause.parameters().getOrDefault("as", ""))
                        .map(shape -> new OutputFormat(yaml, shape, version, indented))
                : Optional.empty();
    }

    private static Optional<Shape> shape(String as) {
        return switch (as) {
            case "Table" -> Optional.of(Shape.TABLE);
            case "PartialObjectMetadata" -> Optional.of(Shape.PARTIAL);
            case "PartialObjectMetadataList" -> Optional.of(Shape.PARTIAL_LIST);
            default -> Optional.empty();
        };
    }

    /** People who read with a browser or curl want indented text. */
    private static boolean isPretty(ApiRequest request, QueryParameters query) {
        if (query.has("pretty")) {
            return Set.of("1", "t", "T", "true", "TRUE", "True").contains(query.text("pretty"));
        }
        String agent = request.headers().first("User-Agent");
        return READERS.stream().anyMatch(agent::startsWith);
    }

    static StatusException notAcceptable(boolean stream) {
        String types = stream ? "application/json;stream=watch" : "application/json, application/yaml";
        return StatusException.of(406, "NotAcceptable", "only the following media types are accepted: " + types);
    }

    String contentType() {
        return yaml ? "application/yaml" : "application/json";
    }

    /** {@code meta.k8s.io/v1}. */
    String metaApiVersion() {
        return "meta.k8s.io/" + metaVersion;
    }
}
