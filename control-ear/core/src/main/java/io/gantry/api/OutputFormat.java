package io.gantry.api;

import io.gantry.protobuf.ProtobufOutput;
import io.gantry.status.StatusException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a client wants to see objects.
 *
 * @param shape the objects themselves, or what of them
 * @param metaVersion version of meta.k8s.io for tables and partial metadata
 * @param pretty indented
 */
record OutputFormat(Encoding encoding, Shape shape, String metaVersion, boolean pretty) {

    enum Shape {
        OBJECT,
        TABLE,
        PARTIAL,
        PARTIAL_LIST
    }

    enum Encoding {
        JSON("application", "json"),
        YAML("application", "yaml"),
        PROTOBUF("application", "vnd.kubernetes.protobuf");

        private final String type;
        private final String subtype;

        Encoding(String type, String subtype) {
            this.type = type;
            this.subtype = subtype;
        }

        String mediaType() {
            return type + "/" + subtype;
        }

        private boolean satisfies(AcceptHeader.Clause clause) {
            return clause.matches(type, subtype);
        }
    }

    static final OutputFormat JSON = new OutputFormat(Encoding.JSON, Shape.OBJECT, "v1", false);

    /**
     * What can be given.
     *
     * @param encodings best first, of text
     * @param messages the shapes that are in protobuf too; tables have no message
     */
    record Offer(List<Encoding> encodings, Set<Shape> shapes, Set<Shape> messages) {

        private static final List<Encoding> TEXTS = List.of(Encoding.JSON, Encoding.YAML);
        private static final Set<Shape> METADATA = EnumSet.of(Shape.PARTIAL, Shape.PARTIAL_LIST);
        private static final Offer DOCUMENTS = new Offer(TEXTS, EnumSet.of(Shape.OBJECT), Set.of());

        /** Of objects of a kind, and lists of them. */
        static Offer ofObjects(String apiVersion, String kind) {
            return new Offer(TEXTS, EnumSet.allOf(Shape.class), messages(apiVersion, kind));
        }

        /** Of a watch of a kind's objects. */
        static Offer ofEvents(String apiVersion, String kind) {
            return new Offer(List.of(Encoding.JSON), EnumSet.allOf(Shape.class), messages(apiVersion, kind));
        }

        private static Set<Shape> messages(String apiVersion, String kind) {
            return ProtobufOutput.isKnown(apiVersion, kind)
                    ? EnumSet.of(Shape.OBJECT, Shape.PARTIAL, Shape.PARTIAL_LIST)
                    : METADATA;
        }

        /** The same without tables: what is answered and never stored has no columns. */
        Offer withoutTables() {
            Set<Shape> left = EnumSet.copyOf(shapes);
            left.remove(Shape.TABLE);
            return new Offer(encodings, left, messages);
        }

        private Optional<Encoding> encoding(AcceptHeader.Clause clause) {
            return Stream.concat(encodings.stream(), messages.isEmpty() ? Stream.empty() : Stream.of(Encoding.PROTOBUF))
                    .filter(each -> each.satisfies(clause))
                    .findFirst();
        }

        private boolean gives(Shape shape, Encoding encoding) {
            return encoding == Encoding.PROTOBUF ? messages.contains(shape) : shapes.contains(shape);
        }

        private String mediaTypes() {
            Stream<Encoding> whole = messages.contains(Shape.OBJECT)
                    ? Stream.concat(encodings.stream(), Stream.of(Encoding.PROTOBUF))
                    : encodings.stream();
            return whole.map(encoding -> encoding.mediaType() + (isStream() ? ";stream=watch" : ""))
                    .collect(Collectors.joining(", "));
        }

        private boolean isStream() {
            return !encodings.contains(Encoding.YAML);
        }
    }

    private static final Set<String> META_VERSIONS = Set.of("v1", "v1beta1");
    private static final List<String> READERS = List.of("curl", "Wget", "Mozilla/5.0");

    /**
     * Takes the first form in the Accept header, best quality first, that can be given. Throws NotAcceptable.
     */
    static OutputFormat negotiate(ApiRequest request, QueryParameters query, Offer offered) {
        String accept = request.headers().joined("Accept");
        boolean pretty = !offered.isStream() && isPretty(request, query);
        if (accept.isBlank()) {
            return new OutputFormat(Encoding.JSON, Shape.OBJECT, "v1", pretty);
        }
        List<Candidate> candidates = AcceptHeader.parse(accept).stream()
                .flatMap(clause -> accepted(clause, offered, pretty).stream()
                        .map(format -> new Candidate(format, clause.quality())))
                .toList();
        if (candidates.isEmpty()) {
            throw notAcceptable(offered);
        }
        Candidate best = candidates.getFirst();
        return candidates.stream()
                .filter(other -> other.isAsGoodInJson(best))
                .findFirst()
                .orElse(best)
                .format();
    }

    private record Candidate(OutputFormat format, double quality) {

        /** Objects are stored in JSON: a client that likes it as well as protobuf has them sooner that way; not what is made of them. */
        private boolean isAsGoodInJson(Candidate best) {
            return best.format.protobuf()
                    && best.format.shape == Shape.OBJECT
                    && format.encoding == Encoding.JSON
                    && format.shape == best.format.shape
                    && quality == best.quality;
        }
    }

    private static Optional<OutputFormat> accepted(AcceptHeader.Clause clause, Offer offered, boolean pretty) {
        Optional<Encoding> encoding = offered.encoding(clause);
        String streamed = clause.parameters().getOrDefault("stream", "");
        if (encoding.isEmpty() || !(streamed.isEmpty() || streamed.equals("watch"))) {
            return Optional.empty();
        }
        boolean indented =
                pretty || clause.parameters().getOrDefault("pretty", "").equals("1");
        boolean transformed = clause.parameters().keySet().stream().anyMatch(Set.of("as", "g", "v")::contains);
        if (!transformed) {
            return Optional.of(new OutputFormat(encoding.get(), Shape.OBJECT, "v1", indented))
                    .filter(format -> offered.gives(format.shape, format.encoding));
        }
        String version = clause.parameters().getOrDefault("v", "");
        boolean known =
                clause.parameters().getOrDefault("g", "").equals("meta.k8s.io") && META_VERSIONS.contains(version);
        return known
                ? shape(clause.parameters().getOrDefault("as", ""))
                        .filter(shape -> offered.gives(shape, encoding.get()))
                        .map(shape -> new OutputFormat(encoding.get(), shape, version, indented))
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

    /** The refusal of a document that there is in text only. */
    static StatusException notAcceptable() {
        return notAcceptable(Offer.DOCUMENTS);
    }

    private static StatusException notAcceptable(Offer offered) {
        return StatusException.of(
                406, "NotAcceptable", "only the following media types are accepted: " + offered.mediaTypes());
    }

    boolean yaml() {
        return encoding == Encoding.YAML;
    }

    boolean protobuf() {
        return encoding == Encoding.PROTOBUF;
    }

    /** Whether it begins with the stored bytes of an object. */
    boolean json() {
        return encoding == Encoding.JSON;
    }

    String contentType() {
        return encoding.mediaType();
    }

    /** {@code meta.k8s.io/v1}. */
    String metaApiVersion() {
        return "meta.k8s.io/" + metaVersion;
    }
}
