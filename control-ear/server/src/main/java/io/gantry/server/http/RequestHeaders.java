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

    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";

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

    static Credentials credentials(Optional<X509Certificate> certificate, Headers headers) {
        return Credentials.of(certificate, headers.all("Authorization"), protocols(headers));
    }

    /** The WebSocket subprotocols that the client offers, in its order of preference. */
    static List<String> protocols(Headers headers) {
        if (headers.all(PROTOCOLS).isEmpty()) {
            return List.of();
        }
        return Stream.of(headers.joined(PROTOCOLS).split(","))
                .map(String::strip)
                .filter(protocol -> !protocol.isEmpty())
                .toList();
    }
}
