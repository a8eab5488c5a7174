package io.gantry.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The certificates that clients have shown. That a TLS session has none is told by an exception, whose making would cost a
 * tenth of a read: such sessions are remembered. A session keeps what it has been opened with, also when it is resumed.
 */
final class ClientCertificates {

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final String SESSION = "jakarta.servlet.request.ssl_session_id";
    private static final int REMEMBERED = 4096;

    /** Each at the place that its hash tells; a later one takes the place of an earlier one. */
    private final AtomicReferenceArray<String> sessionsWithout = new AtomicReferenceArray<>(REMEMBERED);

    Optional<X509Certificate> of(HttpServletRequest request) {
        String session = request.getAttribute(SESSION) instanceof String id ? id : "";
        int place = session.hashCode() & REMEMBERED - 1;
        if (!session.isEmpty() && session.equals(sessionsWithout.get(place))) {
            return Optional.empty();
        }
        if (request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0) {
            return Optional.of(chain[0]);
        }
        if (!session.isEmpty()) {
            sessionsWithout.set(place, session);
        }
        return Optional.empty();
    }
}
