package io.gantry.agent.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewKeyTest {

    @ParameterizedTest
    @CsvSource({
        "RSA3072, RSA, SHA256withRSA, 1.2.840.113549.1.1.11",
        "RSA4096, RSA, SHA256withRSA, 1.2.840.113549.1.1.11",
        "ECDSAP256, EC, SHA256withECDSA, 1.2.840.10045.4.3.2",
        "ECDSAP384, EC, SHA384withECDSA, 1.2.840.10045.4.3.3",
        "ECDSAP521, EC, SHA512withECDSA, 1.2.840.10045.4.3.4",
        "ED25519, Ed25519, Ed25519, 1.3.101.112"
    })
    void theRequestProvesThatItsMakerHasTheKeyAndSaysNothingElse(
            KeyType type, String algorithm, String signature, String identifier) throws Exception {
        NewKey key = NewKey.of(type);

        JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(key.stub());
        PublicKey asked = request.getPublicKey();
        assertThat(request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(asked)))
                .isTrue();
        assertThat(request.getSignatureAlgorithm().getAlgorithm().getId()).isEqualTo(identifier);
        assertThat(request.getSubject().getRDNs()).isEmpty();
        assertThat(request.getAttributes()).isEmpty();
        byte[] text = {1, 2, 3};
        Signature signer = Signature.getInstance(signature);
        signer.initSign(parse(key.pem(), algorithm));
        signer.update(text);
        byte[] signed = signer.sign();
        signer.initVerify(asked);
        signer.update(text);
        assertThat(signer.verify(signed)).isTrue();
    }

    private static PrivateKey parse(byte[] pem, String algorithm) throws Exception {
        String text = new String(pem, StandardCharsets.US_ASCII);
        assertThat(text).startsWith("-----BEGIN PRIVATE KEY-----\n").endsWith("\n-----END PRIVATE KEY-----\n");
        byte[] der = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]*-----", ""));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    }
}
