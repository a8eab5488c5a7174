package io.gantry.server.http;

import io.gantry.api.Headers;
import io.gantry.authentication.Credentials;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a servlet request carries beside its path and body. */
final class RequestHeaders {

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private RequestHeaders() {}

    /** @param auditId takes the place of what the client says */
    static Headers of(HttpServletRequest request, String auditId) {
        Map<String, List<String>> values = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            values.computeIfAbsent(name, key -> new ArrayList<>()).addAll(Collections.list(request.getHeaders(name)));
        }
        values.keySet().removeIf("Audit-ID"::equalsIgnoreCase);
        values.put("Audit-ID", List.of(auditId));
        return new Headers(values);
    }

    static Credentials credentials(HttpServletRequest request, Headers headers) {
        return Credentials.of(
                certificate(request), Collections.list(request.getHeaders("Authorization")), protocols(headers));
    }

    /** The WebSocket subprotocols that the client offers, in its order of preference. */
    static List<String> protocols(Headers headers) {
        return Stream.of(headers.joined("Sec-WebSocket-Protocol").split(","))
                .map(String::strip)
                .filter(protocol -> !protocol.isEmpty())
                .toList();
    }

    private static Optional<X509Certificate> certificate(HttpServletRequest request) {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? Optional.of(chain[0])
                : Optional.empty();
    }
}
