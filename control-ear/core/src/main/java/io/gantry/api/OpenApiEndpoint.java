package io.gantry.api;

import io.gantry.object.EncodedDocument;
import io.gantry.openapi.OpenApiV2;
import io.gantry.openapi.OpenApiV3;
import io.gantry.resource.Resources;
import io.gantry.schema.ObjectSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code /openapi/v2} and {@code /openapi/v3}. */
public final class OpenApiEndpoint implements Endpoint {

    private final PerResources<OpenApiV2> second;
    private final PerResources<OpenApiV3> third;

    /**
     * @param schemas finds a type by its definition's name
     */
    public OpenApiEndpoint(Resources resources, Function<String, Optional<ObjectSchema>> schemas) {
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
            return Optional.of(json(request, third.get().index()));
        }
        String version = String.join("/", segments.subList(2, segments.size()));
        return third.get().document(version).map(document -> hashed(request, path, query, document));
    }

    /** A client that names the content's hash may keep it for ever; one that names an old hash is sent to the new one. */
    private static ApiResponse.Complete hashed(
            ApiRequest request, CanonicalPath path, QueryParameters query, EncodedDocument document) {
        String wanted = query.text("hash");
        if (wanted.isEmpty()) {
            return json(request, document);
        }
        if (!wanted.equals(document.hash())) {
            String location = path.text() + "?hash=" + document.hash();
            return new ApiResponse.Complete(301, "text/plain", Map.of("Location", List.of(location)), List.of());
        }
        ApiResponse.Complete answer = json(request, document);
        Map<String, List<String>> headers = new LinkedHashMap<>(answer.headers());
        headers.put("Cache-Control", List.of("public, immutable, max-age=31536000"));
        return new ApiResponse.Complete(answer.status(), answer.contentType(), headers, answer.body());
    }

    /** Go clients ask for protobuf only. */
    private ApiResponse.Complete second(ApiRequest request) {
        String first =
                request.headers().joined("Accept").replaceAll("[,;].*", "").strip();
        boolean protobuf = OpenApiV2.PROTOBUF_TYPES.contains(first);
        return protobuf
                ? Documented.response(request, second.get().protobuf(), OpenApiV2.PROTOBUF_CONTENT_TYPE)
                : json(request, second.get().document());
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
