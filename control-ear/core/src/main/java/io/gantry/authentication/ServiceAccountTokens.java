package io.gantry.authentication;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Signs and checks the tokens of service accounts: JSON web tokens, RS256, as upstream's claims. */
public final class ServiceAccountTokens {

    private final RSAPublicKey publicKey;
    private final RSASSASigner signer;
    private final RSASSAVerifier verifier;
    private final String keyId;
    private final String issuer;
    private final List<String> audiences;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /** A signed token and when it ends. */
    public record Issued(String token, Instant expiry) {}

    /**
     * @param issuer the {@code iss} claim, for example {@code https://kubernetes.default.svc.cluster.local}
     * @param audiences whom the API server answers to; the default audience of a token
     * @param ids gives each token its {@code jti}
     */
    public ServiceAccountTokens(
            RSAPrivateCrtKey key, String issuer, List<String> audiences, InstantSource clock, Supplier<UUID> ids) {
        this.publicKey = publicKey(key);
        this.signer = new RSASSASigner(key);
        this.verifier = new RSASSAVerifier(publicKey);
        this.keyId = keyId(publicKey);
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
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(), set);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a service account token", e);
        }
        return new Issued(token.serialize(), expiry);
    }

    /** What a token says, if this cluster signed it for this API server and its time has neither to come nor passed. */
    public Optional<Verified> verify(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            boolean ours = JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm()) && jwt.verify(verifier);
            if (!ours) {
                return Optional.empty();
            }
            JWTClaimsSet set = jwt.getJWTClaimsSet();
            return isCurrent(set) && isForUs(set)
                    ? ClaimsTree.read(set.getJSONObjectClaim(ClaimsTree.NAME), set.getAudience())
                            .map(claims -> new Verified(claims, String.valueOf(set.getJWTID())))
                    : Optional.empty();
        } catch (ParseException | JOSEException e) {
            return Optional.empty(); // not a token of this kind: somebody else's or garbage
        }
    }

    /**
     * @param id the {@code jti} claim
     */
    public record Verified(ServiceAccountClaims claims, String id) {}

    public RSAPublicKey publicKey() {
        return publicKey;
    }

    public String keyId() {
        return keyId;
    }

    /** Whom the API server answers to. */
    public List<String> audiences() {
        return audiences;
    }

    public String issuer() {
        return issuer;
    }

    private boolean isCurrent(JWTClaimsSet set) {
        Date now = Date.from(clock.instant());
        Date start = set.getNotBeforeTime();
        Date end = set.getExpirationTime();
        return end != null && now.before(end) && (start == null || !now.before(start));
    }

    private boolean isForUs(JWTClaimsSet set) {
        return issuer.equals(set.getIssuer()) && set.getAudience().stream().anyMatch(audiences::contains);
    }

    private static RSAPublicKey publicKey(RSAPrivateCrtKey key) {
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an RSA key", e);
        }
    }

    /** As upstream names keys: the digest of the public key, so that all instances agree. */
    private static String keyId(RSAPublicKey key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
