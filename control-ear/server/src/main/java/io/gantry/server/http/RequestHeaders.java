package io.gantry.server.http;

import io.gantry.api.Headers;
import io.gantry.authentication.ClientCertificate;
import io.gantry.authentication.Credentials;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a servlet request carries beside its path and body. */
final class RequestHeaders {

    private static final String AUDIT_ID = "Audit-ID";
    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";

    private RequestHeaders() {}

    /** @param auditId takes the place of what the client says */
    static Headers of(HttpServletRequest request, String auditId) {
        List<String> names = Collections.list(request.getHeaderNames());
        names.add(AUDIT_ID);
        return Headers.read(
                names,
                name -> name.equalsIgnoreCase(AUDIT_ID)
                        ? List.of(auditId)
                        : Collections.list(request.getHeaders(name)));
    }

    static Credentials credentials(Optional<ClientCertificate> certificate, Headers headers) {
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
