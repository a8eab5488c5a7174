package io.gantry.authentication;

import java.util.List;
import java.util.Optional;

/**
 * What a request shows of its sender.
 *
 * @param certificate of the client's connection
 * @param token a bearer token, never empty text
 */
public record Credentials(Optional<ClientCertificate> certificate, Optional<String> token) {

    public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty());

    private static final String SCHEME = "bearer ";

    /**
     * @param authorization the values of the Authorization header
     * @param webSocketProtocols the offered subprotocols; a browser, which cannot set headers, puts its token there
     */
    public static Credentials of(
            Optional<ClientCertificate> certificate, List<String> authorization, List<String> webSocketProtocols) {
        for (String header : authorization) {
            Optional<String> token = bearer(header);
            if (token.isPresent()) {
                return new Credentials(certificate, token);
            }
        }
        return new Credentials(certificate, WebSocketBearer.token(webSocketProtocols));
    }

    private static Optional<String> bearer(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return Optional.of(header.substring(SCHEME.length()).strip()).filter(token -> !token.isEmpty());
    }
}
