package io.gantry.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate with its private key and the certificate of the authority that signed it. */
public record Credential(X509Certificate certificate, PrivateKey key, X509Certificate issuer) {

    public String certificatePem() {
        return Pem.encode(certificate);
    }

    public String keyPem() {
        return Pem.encode(key);
    }

    /** Writes {@code NAME.crt} and {@code NAME.key}, the key readable by its owner only. */
    public void writePem(Path directory, String name) throws IOException {
        NewFile.readableByOwner(directory.resolve(name + ".key"), keyPem());
        NewFile.readableByAll(directory.resolve(name + ".crt"), certificatePem());
    }

    /** Writes certificate, issuer and key as a PKCS12 key store under the alias {@code default}. */
    public void writePkcs12(Path file, String password) throws IOException {
        Pkcs12.writeIdentity(file, this, password);
    }
}
