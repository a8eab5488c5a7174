package io.gantry.api;

import io.gantry.object.EncodedDocument;
import io.gantry.openapi.OpenApiV2;
import io.gantry.openapi.OpenApiV3;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.schema.ObjectSchema;
import io.gantry.status.StatusException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** {@code /openapi/v2} and {@code /openapi/v3}, in JSON, the former in protobuf too. */
public final class OpenApiEndpoint implements Endpoint {

    private static final String JSON = "application/json";

    private record Documents(List<ResourceDefinition> definitions, OpenApiV2 second, OpenApiV3 third) {}

    private final Resources resources;
    private final Function<String, Optional<ObjectSchema>> schemas;
    private volatile Documents current;

    /**
     * @param schemas finds a type by its definition's name
     */
    public OpenApiEndpoint(Resources resources, Function<String, Optional<ObjectSchema>> schemas) {
        this.resources = resources;
        this.schemas = schemas;
        this.current = documents(resources.all());
    }

    private Documents documents(List<ResourceDefinition> definitions) {
        return new Documents(definitions, new OpenApiV2(definitions, schemas), new OpenApiV3(definitions, schemas));
    }

    @Override
    public Optional<ApiResponse.Complete> serve(ApiRequest request, CanonicalPath path, QueryParameters query) {
        if (!path.startsWith("openapi")) {
            return Optional.empty();
        }
        List<String> types = acceptedTypes(request);
        Documents documents = documents();
        if (path.text().equals("/openapi/v2")
                && Set.of(OpenApiV2.PROTOBUF_TYPE, OpenApiV2.PROTOBUF_CONTENT_TYPE)
                        .contains(types.getFirst())) {
            return Optional.of(
                    Documented.response(request, documents.second().protobuf(), OpenApiV2.PROTOBUF_CONTENT_TYPE));
        }
        return find(documents, path.segments()).map(document -> {
            checkAcceptable(types);
            return Documented.response(request, document, JSON);
        });
    }

    private static Optional<EncodedDocument> find(Documents documents, List<String> segments) {
        if (segments.size() < 2) {
            return Optional.empty();
        }
        return switch (segments.get(1)) {
            case "v2" -> segments.size() == 2 ? Optional.of(documents.second().document()) : Optional.empty();
            case "v3" ->
                segments.size() == 2
                        ? Optional.of(documents.third().index())
                        : documents.third().document(String.join("/", segments.subList(2, segments.size())));
            default -> Optional.empty();
        };
    }

    /** In the client's order; one that says nothing takes anything. */
    private static List<String> acceptedTypes(ApiRequest request) {
        String accept = request.headers().joined("Accept");
        return accept.isBlank()
                ? List.of(JSON)
                : Stream.of(accept.split(","))
                        .map(type -> type.replaceAll(";.*", "").strip())
                        .toList();
    }

    /** Clients that ask for protobuf only go another way when they are refused. */
    private static void checkAcceptable(List<String> types) {
        if (types.stream().noneMatch(Set.of(JSON, "*/*", "application/*")::contains)) {
            throw StatusException.of(406, "NotAcceptable", "only the following media types are accepted: " + JSON);
        }
    }

    /** Made anew when resources have come or gone. */
    private Documents documents() {
        Documents present = current;
        if (present.definitions() != resources.all()) {
            present = documents(resources.all());
            current = present;
        }
        return present;
    }
}
