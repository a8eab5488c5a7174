package io.gantry.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateSignerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void aCertificateSaysWhatWasAskedAndNoMore() throws GeneralSecurityException, InvalidRequestException {
        Pkcs10Request request = Pkcs10Request.parse(TestRequests.request(
                        "O=dev,O=ops,CN=jane", new GeneralName(GeneralName.dNSName, "web.example.com")))
                .verified();

        X509Certificate certificate = read(TestRequests.signer(NOW)
                .sign(request, List.of("digital signature", "client auth"), Optional.of(Duration.ofHours(1)), NOW));

        certificate.verify(TestRequests.authority(NOW).getPublicKey());
        assertThat(request.commonName()).isEqualTo("jane");
        assertThat(request.organizations()).containsExactly("dev", "ops");
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=jane,O=ops,O=dev");
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofMinutes(5)));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofHours(1)));
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getKeyUsage()).startsWith(true, false);
        assertThat(certificate.getSubjectAlternativeNames()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"PT1M, PT10M", "P1000D, P365D", "P30D, P30D"})
    void theLifeIsBounded(Duration wanted, Duration given) throws GeneralSecurityException, InvalidRequestException {
        Pkcs10Request request = Pkcs10Request.parse(TestRequests.request("CN=jane"));
        X509Certificate certificate =
                read(TestRequests.signer(NOW).sign(request, List.of("client auth"), Optional.of(wanted), NOW));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(given));
    }

    @Test
    void refusesWhatIsNoRequest() {
        String wrongType = TestRequests.encoded("CERTIFICATE", new byte[3]);
        String garbage = TestRequests.encoded("CERTIFICATE REQUEST", new byte[30]);
        assertThatThrownBy(() -> Pkcs10Request.parse(wrongType))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("PEM block type must be CERTIFICATE REQUEST");
        assertThatThrownBy(() -> Pkcs10Request.parse(garbage)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> Pkcs10Request.parse("%%%")).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void refusesARequestThatAnotherKeySigned() {
        byte[] pem = Base64.getDecoder().decode(TestRequests.request("CN=jane"));
        String body = new String(pem, StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----|\\s", "");
        byte[] der = Base64.getDecoder().decode(body);
        der[der.length - 1] ^= 1;
        String forged = TestRequests.encoded("CERTIFICATE REQUEST", der);
        assertThatThrownBy(() -> Pkcs10Request.parse(forged).verified()).isInstanceOf(InvalidRequestException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kubernetes.io/kube-apiserver-client|CN=jane||client auth|''",
                "kubernetes.io/kube-apiserver-client|CN=jane||server auth|invalid usage for client certificate: server auth",
                "kubernetes.io/kube-apiserver-client|CN=jane||digital signature|missing required usage for client certificate: client auth",
                "kubernetes.io/kube-apiserver-client-kubelet|O=system:nodes,CN=system:node:n||digital signature,client auth|''",
                "kubernetes.io/kube-apiserver-client-kubelet|O=dev,CN=system:node:n||digital signature,client auth|subject organization is not system:nodes",
                "kubernetes.io/kube-apiserver-client-kubelet|O=system:nodes,CN=n||digital signature,client auth|subject common name does not begin with system:node:",
                "kubernetes.io/kube-apiserver-client-kubelet|O=system:nodes,CN=system:node:n|host|digital signature,client auth|DNS subjectAltNames are not allowed",
                "kubernetes.io/kube-apiserver-client-kubelet|O=system:nodes,CN=system:node:n||client auth|usages did not match [client auth digital signature key encipherment]",
                "kubernetes.io/kubelet-serving|O=system:nodes,CN=system:node:n|host|digital signature,server auth|''",
                "kubernetes.io/kubelet-serving|O=system:nodes,CN=system:node:n||digital signature,server auth|DNS or IP subjectAltName is required",
                "kubernetes.io/legacy-unknown|CN=any||any|''",
            })
    void eachSignerHasItsRules(String signer, String subject, String host, String usages, String refusal)
            throws InvalidRequestException {
        GeneralName[] names =
                host == null ? new GeneralName[0] : new GeneralName[] {new GeneralName(GeneralName.dNSName, host)};
        Pkcs10Request request = Pkcs10Request.parse(TestRequests.request(subject, names));
        assertThat(SignerRules.refusal(signer, request, List.of(usages.split(","))))
                .isEqualTo(Optional.of(refusal).filter(why -> !why.isEmpty()));
    }

    private static X509Certificate read(String pem) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
