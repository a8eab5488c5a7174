package io.gantry.server.http;

import io.gantry.api.ApiResponse;
import io.gantry.server.stream.ResponseHeaders;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes a whole answer, without joining its parts. */
final class CompleteResponse {

    private CompleteResponse() {}

    static void write(ApiResponse.Complete answer, boolean clientTakesGzip, HttpServletResponse response)
            throws IOException {
        response.setStatus(answer.status());
        if (!answer.contentType().isEmpty()) {
            response.setContentType(answer.contentType());
        }
        // what the API says of a header replaces what the filter has said
        answer.headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Content-Length")) {
                ResponseHeaders.replace(response, name, values);
            }
        });
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
}
