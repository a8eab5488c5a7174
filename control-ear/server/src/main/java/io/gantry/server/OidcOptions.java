package io.gantry.server;

import io.gantry.authentication.OidcSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How users log in with OpenID Connect, by environment variables {@code GANTRY_OIDC_*} that mean what kube-apiserver's flags
 * {@code --oidc-*} mean.
 *
 * @param authority {@code GANTRY_OIDC_CA_FILE}
 */
public record OidcOptions(OidcSettings settings, Optional<Path> authority) {

    private static final String PREFIX = "GANTRY_OIDC_";

    /** Absent when no issuer is set. */
    static Optional<OidcOptions> of(Map<String, String> environment) {
        String issuer = value(environment, "ISSUER_URL").orElse("");
        if (issuer.isEmpty()) {
            return Optional.empty();
        }
        if (!issuer.startsWith("https://")) {
            throw new IllegalArgumentException(PREFIX + "ISSUER_URL must be an https URL");
        }
        String clientId = value(environment, "CLIENT_ID")
                .orElseThrow(() -> new IllegalArgumentException(PREFIX + "CLIENT_ID is not set"));
        String claim = value(environment, "USERNAME_CLAIM").orElse("sub");
        return Optional.of(new OidcOptions(
                new OidcSettings(
                        issuer,
                        clientId,
                        claim,
                        usernamePrefix(issuer, claim, value(environment, "USERNAME_PREFIX")),
                        value(environment, "GROUPS_CLAIM"),
                        value(environment, "GROUPS_PREFIX").orElse(""),
                        claims(value(environment, "REQUIRED_CLAIM").orElse(""))),
                value(environment, "CA_FILE").map(Path::of)));
    }

    /** Without a prefix of its own a claim other than email gets the issuer's; {@code -} means none. */
    private static String usernamePrefix(String issuer, String claim, Optional<String> given) {
        String usual = claim.equals("email") ? "" : issuer + "#";
        return given.map(prefix -> prefix.equals("-") ? "" : prefix).orElse(usual);
    }

    private static Map<String, String> claims(String text) {
        Map<String, String> claims = new HashMap<>();
        for (String pair : text.split(",")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                claims.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return Map.copyOf(claims);
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(PREFIX + name)).filter(text -> !text.isBlank());
    }
}
