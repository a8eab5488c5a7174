package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Json;
import io.gantry.protobuf.ProtobufOutput;
import io.gantry.status.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes whole answers. */
final class Responses {

    private static final byte[] NEWLINE = {'\n'};
    private static final Map<String, List<String>> NOT_CACHED = Map.of("Cache-Control", List.of("no-cache, private"));

    private Responses() {}

    /** A refusal, with what the client was to be warned of before it came to that. */
    static ApiResponse.Complete failure(StatusException refusal, OutputFormat format, Warnings warnings) {
        if (refusal.isText()) {
            return text(refusal.code(), refusal.getMessage() + "\n");
        }
        Map<String, List<String>> headers = new LinkedHashMap<>(headers(warnings));
        JsonNode status = refusal.status();
        int retry = status.path("details").path("retryAfterSeconds").asInt(0);
        if (retry > 0) {
            headers.put("Retry-After", List.of(Integer.toString(retry)));
        }
        return tree(refusal.code(), status, format, headers);
    }

    /** A tree in the client's encoding. */
    static ApiResponse.Complete tree(int code, JsonNode tree, OutputFormat format, Warnings warnings) {
        return tree(code, tree, format, headers(warnings));
    }

    private static ApiResponse.Complete tree(
            int code, JsonNode tree, OutputFormat format, Map<String, List<String>> headers) {
        Body body = switch (format.encoding()) {
            case YAML -> Body.of(YamlOutput.write(tree));
            case PROTOBUF -> Body.of(ProtobufOutput.object(tree));
            case JSON -> readable(Body.of(Json.write(tree), NEWLINE), format);
        };
        return new ApiResponse.Complete(code, format.contentType(), headers, body);
    }

    /** JSON that is encoded already. */
    static ApiResponse.Complete json(int code, Body compact, OutputFormat format, Warnings warnings) {
        return new ApiResponse.Complete(code, format.contentType(), headers(warnings), readable(compact, format));
    }

    private static Body readable(Body json, OutputFormat format) {
        return format.pretty() ? new IndentedBody(json) : json;
    }

    /** A whole body in another encoding. */
    static ApiResponse.Complete bytes(String contentType, byte[] body, Warnings warnings) {
        return new ApiResponse.Complete(200, contentType, headers(warnings), Body.of(body));
    }

    static ApiResponse.Complete text(int code, String text) {
        return new ApiResponse.Complete(
                code, "text/plain; charset=utf-8", NOT_CACHED, Body.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** What flow control says to those whom it does not let through; not a Status, as upstream. */
    static ApiResponse.Complete tooMany() {
        ApiResponse.Complete text = text(429, "Too many requests, please try again later.\n");
        Map<String, List<String>> headers = new LinkedHashMap<>(text.headers());
        headers.put("Retry-After", List.of("1"));
        headers.put("X-Content-Type-Options", List.of("nosniff"));
        return new ApiResponse.Complete(text.status(), text.contentType(), headers, text.body());
    }

    static Map<String, List<String>> headers(Warnings warnings) {
        List<String> values = warnings.headerValues();
        if (values.isEmpty()) {
            return NOT_CACHED;
        }
        Map<String, List<String>> headers = new LinkedHashMap<>(NOT_CACHED);
        headers.put("Warning", values);
        return headers;
    }
}
