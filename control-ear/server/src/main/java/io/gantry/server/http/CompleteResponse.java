package io.gantry.server.http;

import io.gantry.api.ApiResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Turns a whole answer into a JAX-RS response, without joining its parts. */
final class CompleteResponse {

    private CompleteResponse() {}

    static Response of(ApiResponse.Complete answer, boolean clientTakesGzip) {
        Response.ResponseBuilder builder = Response.status(answer.status());
        answer.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        if (!answer.contentType().isEmpty()) {
            builder.header(HttpHeaders.CONTENT_TYPE, answer.contentType());
        }
        List<byte[]> parts = answer.body();
        if (clientTakesGzip && GzipBody.isWorthwhile(answer.length())) {
            return builder.header(HttpHeaders.CONTENT_ENCODING, "gzip")
                    .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                    .entity((StreamingOutput) out -> GzipBody.write(parts, out))
                    .build();
        }
        builder.header(HttpHeaders.CONTENT_LENGTH, answer.length());
        return switch (parts.size()) {
            case 0 -> builder.build();
            case 1 -> builder.entity(parts.getFirst()).build();
            default ->
                builder.entity((StreamingOutput) out -> write(parts, out)).build();
        };
    }

    private static void write(List<byte[]> parts, OutputStream out) throws IOException {
        for (byte[] part : parts) {
            out.write(part);
        }
    }
}
