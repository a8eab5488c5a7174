package io.gantry.agent.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A private key that was just made, and the request that proves that its maker has it.
 *
 * @param pem PKCS#8
 * @param stub PKCS#10 request in DER for an empty subject: who the pod is, the API server knows better
 */
record NewKey(byte[] pem, byte[] stub) {

    static NewKey of(KeyType type) throws IOException {
        KeyPair keys = type.generate();
        try {
            byte[] stub = new JcaPKCS10CertificationRequestBuilder(new X500Name(new RDN[0]), keys.getPublic())
                    .build(new JcaContentSignerBuilder(type.signature()).build(keys.getPrivate()))
                    .getEncoded();
            String pem = Pem.block("PRIVATE KEY", keys.getPrivate().getEncoded());
            return new NewKey(pem.getBytes(StandardCharsets.US_ASCII), stub);
        } catch (OperatorCreationException e) {
            throw new IOException("while generating stub PKCS#10 request: " + e.getMessage(), e);
        }
    }
}
