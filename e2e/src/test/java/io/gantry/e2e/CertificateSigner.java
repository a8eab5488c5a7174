package io.gantry.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.pki.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** Answers PodCertificateRequests as a cluster's own signer would (certificates.k8s.io, KEP-4317). */
final class CertificateSigner {

    private static final X500Name NAME = new X500Name("CN=signer of a test");
    private static final Duration VALIDITY = Duration.ofHours(6);
    private static final Duration REFRESH = Duration.ofHours(3);

    private final KeyPair pair;

    CertificateSigner() throws GeneralSecurityException {
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    /** The status, as a merge patch, that grants what is asked for. */
    String grant(JsonNode request) throws IOException, GeneralSecurityException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        byte[] stub = Base64.getDecoder()
                .decode(request.path("spec").path("stubPKCS10Request").asText());
        X509Certificate certificate = certificate(new PKCS10CertificationRequest(stub), now);
        ObjectNode patch = new ObjectMapper().createObjectNode();
        ObjectNode status = patch.putObject("status");
        status.put("certificateChain", Pem.encode(certificate));
        status.put("notBefore", now.toString());
        status.put("beginRefreshAt", now.plus(REFRESH).toString());
        status.put("notAfter", now.plus(VALIDITY).toString());
        status.putArray("conditions")
                .addObject()
                .put("type", "Issued")
                .put("status", "True")
                .put("reason", "Granted")
                .put("message", "")
                .put("lastTransitionTime", now.toString());
        return patch.toString();
    }

    private X509Certificate certificate(PKCS10CertificationRequest request, Instant now)
            throws GeneralSecurityException {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                NAME,
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now),
                Date.from(now.plus(VALIDITY)),
                new X500Name("CN=workload"),
                request.getSubjectPublicKeyInfo());
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("Ed25519").build(pair.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** Whether a certificate is this signer's. */
    void verify(X509Certificate certificate) throws GeneralSecurityException {
        certificate.verify(pair.getPublic());
    }
}
