package io.gantry.api;

import io.gantry.object.EncodedDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers with documents that are kept compressed, and with 304 to a client that has the same one already. */
final class Documented {

    private Documented() {}

    static ApiResponse.Complete response(ApiRequest request, EncodedDocument document, String contentType) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("ETag", List.of(document.etag()));
        headers.put("Vary", List.of("Accept", "Accept-Encoding"));
        headers.put("Cache-Control", List.of("public"));
        if (request.headers().first("If-None-Match").equals(document.etag())) {
            return new ApiResponse.Complete(304, contentType, headers, Body.EMPTY);
        }
        if (request.headers().joined("Accept-Encoding").contains("gzip")) {
            headers.put("Content-Encoding", List.of("gzip"));
            return new ApiResponse.Complete(200, contentType, headers, Body.of(document.gzip()));
        }
        return new ApiResponse.Complete(200, contentType, headers, Body.of(document.json()));
    }
}
