package io.gantry.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.gantry.identity.UserInfo;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OidcTokensTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String ISSUER = "https://id.example.com";
    private static final OidcSettings SETTINGS = new OidcSettings(
            ISSUER, "gantry", "email", "oidc:", Optional.of("groups"), "g:", Map.of("hd", "example.com"));
    private static final ECKey KEY = key();

    private final OidcTokens tokens = new OidcTokens(SETTINGS, new ImmutableJWKSet<>(new JWKSet(KEY)), () -> NOW);

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(List.of("other", "gantry"))
                .subject("1")
                .claim("email", "ada@example.com")
                .claim("hd", "example.com")
                .claim("groups", List.of("dev", "ops"))
                .expirationTime(Date.from(NOW.plusSeconds(60)));
    }

    @Test
    void aUserIsReadFromTheClaims() throws JOSEException {
        assertThat(tokens.holder(signed(claims(), KEY)))
                .contains(new UserInfo("oidc:ada@example.com", List.of("g:dev", "g:ops")));
        assertThat(tokens.holder(signed(claims().claim("groups", "solo"), KEY))
                        .orElseThrow()
                        .groups())
                .containsExactly("g:solo");
    }

    @ParameterizedTest
    @CsvSource({
        "iss, https://elsewhere",
        "aud, other",
        "hd, other.com",
        "email, ''",
    })
    void aTokenForOthersIsRefused(String claim, String value) throws JOSEException {
        assertThat(tokens.holder(signed(claims().claim(claim, value), KEY))).isEmpty();
    }

    @Test
    void timeKeyAndVerificationCount() throws JOSEException {
        assertThat(tokens.holder(signed(claims().expirationTime(Date.from(NOW.minusSeconds(11))), KEY)))
                .isEmpty();
        assertThat(tokens.holder(signed(claims().expirationTime(null), KEY))).isEmpty();
        assertThat(tokens.holder(signed(claims().claim("email_verified", false), KEY)))
                .isEmpty();
        assertThat(tokens.holder(signed(claims(), key()))).isEmpty();
        assertThat(tokens.holder("not.a.token")).isEmpty();
    }

    private static String signed(JWTClaimsSet.Builder claims, ECKey key) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims.build());
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
