package io.gantry.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.authentication.Authentication.Anonymous;
import io.gantry.authentication.Authentication.Authenticated;
import io.gantry.authentication.Authentication.Rejected;
import io.gantry.identity.UserInfo;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {

    private static final String FILE = """
            s3cret,ada,7,"ops,system:masters"

            plain,grace,8
            """;

    private static final Duration LONG = Duration.ofHours(1);
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final Authenticator authenticator = new Authenticator(
            List.of(new AudienceAgnostic(List.of("api"), StaticTokens.parse(FILE)::holder)), List.of("api"));

    @ParameterizedTest
    @ValueSource(strings = {"Bearer s3cret", "bearer s3cret", "BEARER  s3cret "})
    void knowsTheHolderOfATokenOfTheFile(String header) {
        assertThat(authenticate(List.of(header), List.of()))
                .isEqualTo(new Authenticated(
                        new UserInfo("ada", "7", List.of("ops", "system:masters", UserInfo.AUTHENTICATED), Map.of())));
    }

    @Test
    void aLineWithoutGroupsIsAnAuthenticatedUser() {
        assertThat(authenticate(List.of("Bearer plain"), List.of()))
                .isEqualTo(new Authenticated(new UserInfo("grace", "8", List.of(UserInfo.AUTHENTICATED), Map.of())));
    }

    @Test
    void aBrowserSendsItsTokenAsSubprotocol() {
        String encoded =
                Base64.getUrlEncoder().withoutPadding().encodeToString("plain".getBytes(StandardCharsets.UTF_8));
        List<String> protocols = List.of("v5.channel.k8s.io", "base64url.bearer.authorization.k8s.io." + encoded);

        assertThat(authenticate(List.of(), protocols)).isInstanceOf(Authenticated.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer s3cret2", "Bearer a.b.c"})
    void rejectsTokensThatNobodyVouchesFor(String header) {
        assertThat(authenticate(List.of(header), List.of())).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic czNjcmV0", "Bearer", "Bearer ", "s3cret"})
    void whoeverShowsNothingIsAnonymous(String header) {
        assertThat(authenticate(List.of(header), List.of("v5.channel.k8s.io"))).isInstanceOf(Anonymous.class);
    }

    @Test
    void namesTheLineThatIsWrong() {
        assertThatThrownBy(() -> StaticTokens.parse("a,b,c\nonly,two\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("token file line 2");
    }

    @Test
    void aCertificateTellsWhoItsHolderIsWhileItIsValid() throws Exception {
        X509Certificate certificate = certificate("O=ops,1.3.6.1.4.1.57683.2=u-1,O=dev,CN=ada");
        Credentials shown = new Credentials(Optional.of(ClientCertificate.trusted(certificate)), Optional.empty());

        assertThat(authenticator.authenticate(shown, NOW)).isInstanceOfSatisfying(Authenticated.class, known -> {
            assertThat(known.user().username()).isEqualTo("ada");
            assertThat(known.user().uid()).isEqualTo("u-1");
            assertThat(known.user().groups()).containsExactly("ops", "dev", UserInfo.AUTHENTICATED);
            assertThat(known.user()
                            .extra()
                            .get("authentication.kubernetes.io/credential-id")
                            .getFirst())
                    .matches("X509SHA256=[0-9a-f]{64}");
        });
        assertThat(authenticator.authenticate(shown, NOW.plus(LONG))).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"O=ops", "CN=ada,1.3.6.1.4.1.57683.2=a,1.3.6.1.4.1.57683.2=b", "CN=ada,1.3.6.1.4.1.57683.2="})
    void aSubjectThatIsNotClearIsNobodys(String subject) throws Exception {
        ClientCertificate certificate = ClientCertificate.trusted(certificate(subject));

        assertThat(authenticator.authenticate(new Credentials(Optional.of(certificate), Optional.empty()), NOW))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void whoShowsACertificateThatDoesNotCountNeedsAToken() throws Exception {
        Optional<ClientCertificate> untrusted = Optional.of(ClientCertificate.untrusted(certificate("CN=ada")));

        assertThat(authenticator.authenticate(new Credentials(untrusted, Optional.empty()), NOW))
                .isInstanceOf(Rejected.class);
        assertThat(authenticator.authenticate(new Credentials(untrusted, Optional.of("plain")), NOW))
                .isInstanceOfSatisfying(
                        Authenticated.class,
                        known -> assertThat(known.user().username()).isEqualTo("grace"));
    }

    private static X509Certificate certificate(String subject) throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        X500Name name = new X500Name(subject);
        X509CertificateHolder made = new JcaX509v3CertificateBuilder(
                        name, BigInteger.ONE, Date.from(NOW), Date.from(NOW.plusSeconds(60)), name, keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
        return new JcaX509CertificateConverter().getCertificate(made);
    }

    private Authentication authenticate(List<String> authorization, List<String> protocols) {
        return authenticator.authenticate(Credentials.of(Optional.empty(), authorization, protocols), NOW);
    }
}
