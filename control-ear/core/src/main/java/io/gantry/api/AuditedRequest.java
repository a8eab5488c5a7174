package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.audit.RequestFacts;
import io.gantry.object.Json;
import io.gantry.status.StatusException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells audit what it may write down of requests and answers. */
final class AuditedRequest {

    private AuditedRequest() {}

    static RequestFacts facts(ApiRequest request) {
        String query = request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery();
        return new RequestFacts(
                request.headers().first("Audit-ID"),
                request.rawPath() + query,
                addresses(request),
                request.headers().first("User-Agent"),
                request.received(),
                () -> body(request));
    }

    /** What proxies say comes first and may be invented; the connection's own end comes last. */
    private static List<String> addresses(ApiRequest request) {
        List<String> addresses = new ArrayList<>();
        for (String part : request.headers().joined("X-Forwarded-For").split(",")) {
            if (!part.isBlank()) {
                addresses.add(part.strip());
            }
        }
        if (!request.remoteAddress().isEmpty()) {
            addresses.add(request.remoteAddress());
        }
        return addresses;
    }

    private static Optional<JsonNode> body(ApiRequest request) {
        if (request.body().length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    request.method().equals("PATCH")
                            ? Json.MAPPER.readTree(request.body())
                            : BodyReader.read(request, "object").object());
        } catch (StatusException | IOException e) {
            return Optional.empty(); // the answer says what is wrong with it
        }
    }

    static Supplier<Optional<JsonNode>> body(ApiResponse.Complete answer) {
        return () -> {
            if (!answer.contentType().startsWith("application/json")) {
                return Optional.empty();
            }
            try {
                return Optional.ofNullable(Json.MAPPER.readTree(answer.body().bytes()));
            } catch (IOException e) {
                return Optional.empty(); // not one document, for example a text of an endpoint
            }
        };
    }
}
