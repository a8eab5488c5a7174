package io.gantry.controller.bootstrapsigner;

import io.gantry.authentication.BootstrapTokens;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A token with which things are signed.
 *
 * @param end when it ends; empty for one that does not
 */
record BootstrapToken(String id, String secret, Optional<Instant> end) {

    static final String NAME_PREFIX = "bootstrap-token-";

    private static final String TYPE = "bootstrap.kubernetes.io/token";
    private static final String ALGORITHM = "HmacSHA256";

    /** The token in a secret, if it may be used to sign. */
    static Optional<BootstrapToken> forSigning(ApiObject object) {
        if (!Nodes.text(object.json(), "type").equals(TYPE) || object.isBeingDeleted()) {
            return Optional.empty();
        }
        String id = BootstrapTokens.value(object, "token-id");
        String secret = BootstrapTokens.value(object, "token-secret");
        boolean usable = object.name().equals(NAME_PREFIX + id)
                && !id.isEmpty()
                && !secret.isEmpty()
                && BootstrapTokens.value(object, "usage-bootstrap-signing").equals("true");
        return usable
                ? Optional.of(new BootstrapToken(
                        id, secret, BootstrapTokens.expiration(BootstrapTokens.value(object, "expiration"))))
                : Optional.empty();
    }

    boolean hasEnded(Instant now) {
        return end.filter(time -> !now.isBefore(time)).isPresent();
    }

    /** A JWS by HMAC SHA-256 without its content (RFC 7515, appendix F): {@code header..signature}. */
    String sign(String content) {
        String header = encoded(("{\"alg\":\"HS256\",\"kid\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8));
        String signed = header + "." + encoded(content.getBytes(StandardCharsets.UTF_8));
        return header + ".." + encoded(hmac(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private byte[] hmac(byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every platform has " + ALGORITHM, e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
