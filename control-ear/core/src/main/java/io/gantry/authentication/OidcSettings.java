package io.gantry.authentication;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose OpenID Connect tokens are believed, and how users are read from them (kube-apiserver's flags {@code --oidc-*}).
 *
 * @param issuer the {@code iss} claim, an https URL
 * @param clientId the {@code aud} claim
 * @param usernameClaim for example {@code sub} or {@code email}
 * @param usernamePrefix put before each user name, so that no token names a user of the cluster's own
 * @param groupsClaim a claim with one group or a list; absent for no groups
 * @param groupsPrefix put before each group
 * @param requiredClaims claims that must be there with these values
 */
public record OidcSettings(
        String issuer,
        String clientId,
        String usernameClaim,
        String usernamePrefix,
        Optional<String> groupsClaim,
        String groupsPrefix,
        Map<String, String> requiredClaims) {

    /** The algorithms that are accepted. */
    static final List<String> ALGORITHMS = List.of("RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256");
}
