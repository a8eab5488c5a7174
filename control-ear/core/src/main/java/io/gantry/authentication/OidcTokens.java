package io.gantry.authentication;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.gantry.identity.UserInfo;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ID tokens of an OpenID Connect provider. Only tokens that name the issuer make anybody look for its keys. */
public final class OidcTokens {

    private static final Logger LOG = LoggerFactory.getLogger(OidcTokens.class);
    private static final Duration LEEWAY = Duration.ofSeconds(10);
    private static final String EMAIL = "email";

    private final OidcSettings settings;
    private final InstantSource clock;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /**
     * @param keys the provider's, bounded and cached
     */
    public OidcTokens(OidcSettings settings, JWKSource<SecurityContext> keys, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        Set<JWSAlgorithm> algorithms =
                OidcSettings.ALGORITHMS.stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
        processor.setJWTClaimsSetVerifier((claims, context) -> {
            // looked at below, by the injected clock
        });
    }

    /** Whose a token is. */
    public Optional<UserInfo> holder(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!settings.issuer().equals(jwt.getJWTClaimsSet().getIssuer())) {
                return Optional.empty();
            }
            JWTClaimsSet claims = processor.process(jwt, null);
            return isForUs(claims) && isCurrent(claims) ? user(claims) : Optional.empty();
        } catch (ParseException e) {
            return Optional.empty(); // not a token of this kind
        } catch (BadJOSEException | JOSEException e) {
            LOG.info("event=oidc-token-refused issuer={} cause=\"{}\"", settings.issuer(), e.getMessage());
            return Optional.empty();
        }
    }

    private boolean isForUs(JWTClaimsSet claims) {
        return claims.getAudience().contains(settings.clientId())
                && settings.requiredClaims().entrySet().stream()
                        .allMatch(required -> required.getValue().equals(claims.getClaim(required.getKey())));
    }

    private boolean isCurrent(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date end = claims.getExpirationTime();
        Date start = claims.getNotBeforeTime();
        return end != null
                && now.isBefore(end.toInstant().plus(LEEWAY))
                && (start == null || !now.isBefore(start.toInstant().minus(LEEWAY)));
    }

    private Optional<UserInfo> user(JWTClaimsSet claims) {
        if (!(claims.getClaim(settings.usernameClaim()) instanceof String name) || name.isEmpty()) {
            return Optional.empty();
        }
        // an address that nobody has verified may be anybody's
        boolean unverified = settings.usernameClaim().equals(EMAIL)
                && claims.getClaim("email_verified") instanceof Boolean verified
                && !verified;
        if (unverified) {
            return Optional.empty();
        }
        return Optional.of(new UserInfo(settings.usernamePrefix() + name, "", groups(claims), Map.of()));
    }

    private List<String> groups(JWTClaimsSet claims) {
        Object groups = settings.groupsClaim().map(claims::getClaim).orElse(List.of());
        return switch (groups) {
            case String group -> List.of(settings.groupsPrefix() + group);
            case List<?> list ->
                list.stream().map(group -> settings.groupsPrefix() + group).toList();
            case null, default -> List.of();
        };
    }
}
