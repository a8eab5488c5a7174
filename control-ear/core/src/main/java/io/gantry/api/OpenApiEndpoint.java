package io.gantry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.aggregation.AggregatedApi;
import io.gantry.aggregation.Aggregation;
import io.gantry.object.EncodedDocument;
import io.gantry.openapi.MergedOpenApi;
import io.gantry.openapi.OpenApiV2;
import io.gantry.openapi.OpenApiV3;
import io.gantry.resource.Resources;
import io.gantry.schema.ObjectSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code /openapi/v2} and {@code /openapi/v3}. */
public final class OpenApiEndpoint implements Endpoint {

    private final PerResources<OpenApiV2> second;
    private final PerResources<OpenApiV3> third;
    private final Aggregation aggregation;
    private final Remembered<EncodedDocument> index = new Remembered<>();
    private final Remembered<EncodedDocument> mergedSecond = new Remembered<>();
    private final Remembered<EncodedDocument> mergedProtobuf = new Remembered<>();

    /**
     * @param schemas finds a type by its definition's name
     */
    public OpenApiEndpoint(Resources resources, Function<String, Optional<ObjectSchema>> schemas) {
        this(resources, schemas, Aggregation.none());
    }

    /**
     * @param schemas finds a type by its definition's name
     * @param aggregation what other servers add
     */
    public OpenApiEndpoint(
            Resources resources, Function<String, Optional<ObjectSchema>> schemas, Aggregation aggregation) {
        this.aggregation = aggregation;
        this.second = new PerResources<>(resources, definitions -> new OpenApiV2(definitions, schemas));
        this.third = new PerResources<>(resources, definitions -> new OpenApiV3(definitions, schemas));
    }

    @Override
    public Optional<ApiResponse.Complete> serve(ApiRequest request, CanonicalPath path, QueryParameters query) {
        List<String> segments = path.segments();
        if (segments.size() < 2 || !segments.getFirst().equals("openapi")) {
            return Optional.empty();
        }
        if (path.text().equals("/openapi/v2")) {
            return Optional.of(second(request));
        }
        if (!segments.get(1).equals("v3")) {
            return Optional.empty();
        }
        if (segments.size() == 2) {
            return Optional.of(json(request, index()));
        }
        String version = String.join("/", segments.subList(2, segments.size()));
        Optional<AggregatedApi> api = segments.size() == 5 && segments.get(2).equals("apis")
                ? aggregation.apis().find(segments.get(3), segments.get(4))
                : Optional.empty();
        if (api.isPresent()) {
            return remote(request, api.get());
        }
        return third(request, path, query, version);
    }

    /** Another server's document, as it is now. */
    private Optional<ApiResponse.Complete> remote(ApiRequest request, AggregatedApi api) {
        String query = request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery();
        return aggregation
                .documents()
                .fetchedNow(api, "/openapi/v3/" + api.path() + query)
                .map(document -> wantsProtobuf(request, OpenApiV3.PROTOBUF_TYPES)
                        ? Documented.response(request, OpenApiV3.protobuf(document), OpenApiV3.PROTOBUF_CONTENT_TYPE)
                        : json(request, EncodedDocument.of(document)));
    }

    private EncodedDocument index() {
        EncodedDocument own = third.get().index();
        if (aggregation.apis().isEmpty()) {
            return own;
        }
        List<MergedOpenApi.Part> parts = parts(aggregation.documents()::openApiIndex);
        return index.get(List.of(own, parts), () -> MergedOpenApi.index(own, parts));
    }

    private List<MergedOpenApi.Part> parts(Function<AggregatedApi, Optional<ObjectNode>> documents) {
        return aggregation.apis().all().stream()
                .flatMap(api ->
                        documents.apply(api).stream().map(document -> new MergedOpenApi.Part(api.path(), document)))
                .toList();
    }

    private EncodedDocument secondDocument(boolean protobuf) {
        if (aggregation.apis().isEmpty()) {
            return protobuf ? second.get().protobuf() : second.get().document();
        }
        EncodedDocument own = second.get().document();
        List<MergedOpenApi.Part> parts = parts(aggregation.documents()::openApiV2);
        return protobuf
                ? mergedProtobuf.get(
                        List.of(own, parts), () -> MergedOpenApi.protobuf(MergedOpenApi.second(own, parts)))
                : mergedSecond.get(List.of(own, parts), () -> EncodedDocument.of(MergedOpenApi.second(own, parts)));
    }

    /** The own document of a version, in the form that the client asks for. */
    private Optional<ApiResponse.Complete> third(
            ApiRequest request, CanonicalPath path, QueryParameters query, String version) {
        OpenApiV3 documents = third.get();
        boolean protobuf = wantsProtobuf(request, OpenApiV3.PROTOBUF_TYPES);
        return documents
                .document(version)
                .map(document -> hashed(
                        path,
                        query,
                        document.hash(),
                        () -> protobuf
                                ? Documented.response(
                                        request,
                                        documents.protobuf(version).orElseThrow(),
                                        OpenApiV3.PROTOBUF_CONTENT_TYPE)
                                : json(request, document)));
    }

    /**
     * A client that names the content's hash may keep it for ever; one that names an old hash is sent to the new one.
     *
     * @param hash that of the JSON, as the index has it, whatever the form of the answer
     */
    private static ApiResponse.Complete hashed(
            CanonicalPath path, QueryParameters query, String hash, Supplier<ApiResponse.Complete> content) {
        String wanted = query.text("hash");
        if (wanted.isEmpty()) {
            return content.get();
        }
        if (!wanted.equals(hash)) {
            String location = path.text() + "?hash=" + hash;
            return new ApiResponse.Complete(301, "text/plain", Map.of("Location", List.of(location)), Body.EMPTY);
        }
        ApiResponse.Complete answer = content.get();
        Map<String, List<String>> headers = new LinkedHashMap<>(answer.headers());
        headers.put("Cache-Control", List.of("public, immutable, max-age=31536000"));
        return new ApiResponse.Complete(answer.status(), answer.contentType(), headers, answer.body());
    }

    /** Go clients ask for protobuf only. */
    private ApiResponse.Complete second(ApiRequest request) {
        return wantsProtobuf(request, OpenApiV2.PROTOBUF_TYPES)
                ? Documented.response(request, secondDocument(true), OpenApiV2.PROTOBUF_CONTENT_TYPE)
                : json(request, secondDocument(false));
    }

    private static boolean wantsProtobuf(ApiRequest request, Set<String> types) {
        String first =
                request.headers().joined("Accept").replaceAll("[,;].*", "").strip();
        return types.contains(first);
    }

    private static ApiResponse.Complete json(ApiRequest request, EncodedDocument document) {
        boolean accepts = request.headers().joined("Accept").isBlank()
                || AcceptHeader.parse(request.headers().joined("Accept")).stream()
                        .anyMatch(clause -> clause.matches("application", "json"));
        if (!accepts) {
            throw OutputFormat.notAcceptable();
        }
        return Documented.response(request, document, "application/json");
    }
}
