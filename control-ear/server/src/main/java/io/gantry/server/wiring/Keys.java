package io.gantry.server.wiring;

import io.gantry.authentication.StaticTokens;
import io.gantry.certificates.CertificateSigner;
import io.gantry.server.remote.ClientIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Reads secrets from the directory of the cluster's certificates. */
final class Keys {

    private Keys() {}

    /** The key that signs service account tokens: RSA, PKCS #8, PEM. */
    static RSAPrivateCrtKey serviceAccount(Path pki) {
        Path file = pki.resolve("service-account.key");
        try {
            return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " holds no RSA key in PKCS #8", e);
        }
    }

    /** Signs with the cluster's authority; absent where its key is kept elsewhere. */
    static Optional<CertificateSigner> authority(Path pki, RandomGenerator random) {
        Path keyFile = pki.resolve("ca.key");
        if (!Files.exists(keyFile)) {
            return Optional.empty();
        }
        try (InputStream certificate = Files.newInputStream(pki.resolve("ca.crt"))) {
            X509Certificate authority =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(certificate);
            PrivateKey key = KeyFactory.getInstance(authority.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(der(keyFile)));
            return Optional.of(new CertificateSigner(authority, key, random));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the authority in " + pki, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(keyFile + " is not the key of ca.crt in PKCS #8", e);
        }
    }

    /** The certificate of the front proxy and its key; absent where there is none. */
    static Optional<ClientIdentity> frontProxy(Path pki) {
        Path keyFile = pki.resolve("front-proxy-client.key");
        if (!Files.exists(keyFile)) {
            return Optional.empty();
        }
        try (InputStream certificate = Files.newInputStream(pki.resolve("front-proxy-client.crt"))) {
            X509Certificate own =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(certificate);
            PrivateKey key = KeyFactory.getInstance(own.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(der(keyFile)));
            return Optional.of(new ClientIdentity(List.of(own), key));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the front proxy's certificate in " + pki, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(keyFile + " is not the key of front-proxy-client.crt in PKCS #8", e);
        }
    }

    private static byte[] der(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----|\\s", "");
        return Base64.getDecoder().decode(text);
    }

    /** The token file; none is no tokens. */
    static StaticTokens tokens(Path pki) {
        Path file = pki.resolve("tokens.csv");
        try {
            return StaticTokens.parse(Files.exists(file) ? Files.readString(file) : "");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
