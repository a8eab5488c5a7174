package io.gantry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells relying parties who signs service account tokens: OpenID Connect discovery and the JSON web key set. */
public final class OpenIdEndpoint implements Endpoint {

    private static final String KEYS = "openid/v1/jwks";
    private static final String CONFIGURATION = ".well-known/openid-configuration";
    private static final Map<String, List<String>> CACHED = Map.of("Cache-Control", List.of("public, max-age=3600"));

    private final byte[] configuration;
    private final byte[] keys;

    /**
     * @param serverAddress host and port at which clients reach this server
     */
    public OpenIdEndpoint(String issuer, String serverAddress, String keyId, RSAPublicKey key) {
        this.configuration = Json.write(configuration(issuer, "https://" + serverAddress + "/" + KEYS));
        this.keys = Json.write(keys(keyId, key));
    }

    @Override
    public Optional<ApiResponse.Complete> serve(ApiRequest request, CanonicalPath path, QueryParameters query) {
        return switch (String.join("/", path.segments())) {
            case CONFIGURATION -> Optional.of(answer(request, "json", configuration));
            case KEYS -> Optional.of(answer(request, "jwk-set+json", keys));
            default -> Optional.empty();
        };
    }

    private static ApiResponse.Complete answer(ApiRequest request, String subtype, byte[] body) {
        AcceptHeader.require(request, "application", subtype);
        return new ApiResponse.Complete(200, "application/" + subtype, CACHED, Body.of(body));
    }

    private static ObjectNode configuration(String issuer, String keysAddress) {
        ObjectNode document = Json.object().put("issuer", issuer).put("jwks_uri", keysAddress);
        document.putArray("response_types_supported").add("id_token");
        document.putArray("subject_types_supported").add("public");
        document.putArray("id_token_signing_alg_values_supported").add("RS256");
        return document;
    }

    private static ObjectNode keys(String keyId, RSAPublicKey key) {
        ObjectNode document = Json.object();
        document.putArray("keys")
                .addObject()
                .put("use", "sig")
                .put("kty", "RSA")
                .put("kid", keyId)
                .put("alg", "RS256")
                .put("n", number(key.getModulus()))
                .put("e", number(key.getPublicExponent()));
        return document;
    }

    /** Base64urlUInt (RFC 7518): big-endian, without a sign. */
    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] unsigned = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
    }
}
