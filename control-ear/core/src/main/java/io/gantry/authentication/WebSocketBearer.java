package io.gantry.authentication;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A bearer token as a WebSocket subprotocol: {@code base64url.bearer.authorization.k8s.io.TOKEN}, the token without padding. */
public final class WebSocketBearer {

    private static final String PREFIX = "base64url.bearer.authorization.k8s.io.";

    private WebSocketBearer() {}

    static Optional<String> token(List<String> protocols) {
        return protocols.stream()
                .filter(WebSocketBearer::isToken)
                .map(protocol -> decoded(protocol.substring(PREFIX.length())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Whether an offered subprotocol is a credential, which must never be chosen nor logged. */
    public static boolean isToken(String protocol) {
        return protocol.startsWith(PREFIX);
    }

    private static Optional<String> decoded(String text) {
        try {
            String token = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            return Optional.of(token).filter(decoded -> !decoded.isEmpty());
        } catch (IllegalArgumentException e) {
            return Optional.of(text);
        }
    }
}
