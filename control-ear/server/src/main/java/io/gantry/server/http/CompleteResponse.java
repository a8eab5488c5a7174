package io.gantry.server.http;

import io.gantry.api.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** Writes a whole answer, without joining its parts. */
final class CompleteResponse {

    private CompleteResponse() {}

    static void write(ApiResponse.Complete answer, boolean clientTakesGzip, HttpServletResponse response)
            throws IOException {
        response.setStatus(answer.status());
        if (!answer.contentType().isEmpty()) {
            response.setContentType(answer.contentType());
        }
        answer.headers().forEach((name, values) -> set(response, name, values));
        long length = answer.body().length();
        if (clientTakesGzip
                && GzipBody.isWorthwhile(length)
                && !answer.headers().containsKey("Content-Encoding")) {
            response.setHeader("Content-Encoding", "gzip");
            response.setHeader("Vary", "Accept-Encoding");
            GzipBody.write(answer.body(), response.getOutputStream());
            return;
        }
        response.setContentLengthLong(length);
        answer.body().writeTo(response.getOutputStream());
    }

    /** What the API says of a header replaces what the filter has said. */
    private static void set(HttpServletResponse response, String name, List<String> values) {
        if (name.equalsIgnoreCase("Content-Length")) {
            return;
        }
        response.setHeader(name, values.getFirst());
        values.subList(1, values.size()).forEach(value -> response.addHeader(name, value));
    }
}
