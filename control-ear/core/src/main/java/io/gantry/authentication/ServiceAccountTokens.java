package io.gantry.authentication;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Signs and checks the tokens of service accounts: JSON web tokens with upstream's claims. */
public final class ServiceAccountTokens {

    /** Clocks of instances differ; as upstream's. */
    static final Duration LEEWAY = Duration.ofMinutes(1);

    private final TokenSigner signer;
    private final String issuer;
    private final List<String> audiences;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /** A signed token and when it ends. */
    public record Issued(String token, Instant expiry) {}

    /**
     * @param id the {@code jti} claim
     */
    public record Verified(ServiceAccountClaims claims, String id) {}

    /**
     * @param issuer the {@code iss} claim, for example {@code https://kubernetes.default.svc.cluster.local}
     * @param audiences whom the API server answers to; the default audience of a token
     * @param ids gives each token its {@code jti}
     */
    public ServiceAccountTokens(
            TokenSigner signer, String issuer, List<String> audiences, InstantSource clock, Supplier<UUID> ids) {
        this.signer = signer;
        this.issuer = issuer;
        this.audiences = List.copyOf(audiences);
        this.clock = clock;
        this.ids = ids;
    }

    /** Signs a token; no audience means the API server's. */
    public Issued issue(ServiceAccountClaims claims, Duration lifetime) {
        Instant now = clock.instant();
        Instant expiry = now.plus(lifetime);
        JWTClaimsSet set = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(claims.username())
                .audience(claims.audiences().isEmpty() ? audiences : claims.audiences())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(expiry))
                .jwtID(ids.get().toString())
                .claim(ClaimsTree.NAME, ClaimsTree.write(claims))
                .build();
        return new Issued(signer.sign(set), expiry);
    }

    /** What a token says, if this cluster signed it and its time has neither to come nor passed. */
    public Optional<Verified> verify(String token) {
        return signer.verified(token)
                .filter(set -> issuer.equals(set.getIssuer()) && isCurrent(set))
                .flatMap(this::read);
    }

    private Optional<Verified> read(JWTClaimsSet set) {
        try {
            return ClaimsTree.read(set.getJSONObjectClaim(ClaimsTree.NAME), set.getAudience())
                    .map(claims -> new Verified(claims, String.valueOf(set.getJWTID())));
        } catch (ParseException e) {
            return Optional.empty(); // signed by this key, but not for a service account
        }
    }

    /** Whom the API server answers to. */
    public List<String> audiences() {
        return audiences;
    }

    public String issuer() {
        return issuer;
    }

    private boolean isCurrent(JWTClaimsSet set) {
        Instant now = clock.instant();
        Date start = set.getNotBeforeTime();
        Date end = set.getExpirationTime();
        return end != null
                && now.isBefore(end.toInstant().plus(LEEWAY))
                && (start == null || !now.isBefore(start.toInstant().minus(LEEWAY)));
    }
}
