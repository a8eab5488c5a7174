package io.gantry.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.pki.CertificateAuthority;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ClientCertificatesTest {

    private static final X509Certificate CERTIFICATE = CertificateAuthority.create(
                    "test-ca", Duration.ofDays(1), InstantSource.system(), new SecureRandom())
            .certificate();

    private final ClientCertificates certificates = new ClientCertificates();

    /** How often the connection was asked for its certificate. */
    private int asked;

    @Test
    void aSessionWithoutOneIsAskedOnce() {
        assertThat(certificates.of(request("session-1"))).isEmpty();
        assertThat(certificates.of(request("session-1"))).isEmpty();
        assertThat(asked).isEqualTo(1);
        assertThat(certificates.of(request("session-2"))).isEmpty();
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aSessionWithOneShowsItEachTimeAndOthersTakeNothingFromIt() {
        assertThat(certificates.of(request("without"))).isEmpty();
        assertThat(certificates.of(request("with", CERTIFICATE))).hasValue(CERTIFICATE);
        assertThat(certificates.of(request("without"))).isEmpty();
        assertThat(certificates.of(request("with", CERTIFICATE))).hasValue(CERTIFICATE);
    }

    @Test
    void sessionsThatCannotBeToldApartAreNotRemembered() {
        assertThat(certificates.of(request(""))).isEmpty();
        assertThat(certificates.of(request(null))).isEmpty();
        assertThat(certificates.of(request(null, CERTIFICATE))).hasValue(CERTIFICATE);
        assertThat(certificates.of(request("", CERTIFICATE))).hasValue(CERTIFICATE);
    }

    @Test
    void whatManySessionsLeaveIsBoundedAndRight() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(certificates.of(request("session-" + i))).isEmpty();
        }
        assertThat(certificates.of(request("session-x", CERTIFICATE))).hasValue(CERTIFICATE);
    }

    private HttpServletRequest request(String session, X509Certificate... shown) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletRequest.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("getAttribute")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    if (arguments[0].equals("jakarta.servlet.request.ssl_session_id")) {
                        return session;
                    }
                    asked++;
                    return shown.length == 0 ? null : shown;
                });
    }
}
