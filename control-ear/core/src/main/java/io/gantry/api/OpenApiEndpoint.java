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
import java.util.function.Function;
import java.util.stream.Stream;

/** {@code /openapi/v2} and {@code /openapi/v3}, in JSON. */
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
        Documents documents = documents();
        return find(documents, path.segments()).map(document -> {
            checkAcceptable(request);
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

    /** Older clients ask for protobuf only, and go another way when they are refused. */
    private static void checkAcceptable(ApiRequest request) {
        String accept = request.headers().joined("Accept");
        boolean takesJson = accept.isBlank()
                || Stream.of(accept.split(","))
                        .map(type -> type.replaceAll(";.*", "").strip())
                        .anyMatch(type -> type.equals(JSON) || type.equals("*/*") || type.equals("application/*"));
        if (!takesJson) {
            throw StatusException.of(
                    406, "NotAcceptable", "only the following media types are accepted: application/json");
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
