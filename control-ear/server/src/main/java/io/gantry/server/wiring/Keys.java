package io.gantry.server.wiring;

import io.gantry.authentication.StaticTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Reads secrets from the directory of the cluster's certificates. */
final class Keys {

    private Keys() {}

    /** The key that signs service account tokens: RSA, PKCS #8, PEM. */
    static RSAPrivateCrtKey serviceAccount(Path pki) {
        Path file = pki.resolve("service-account.key");
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----|\\s", "");
            return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " holds no RSA key in PKCS #8", e);
        }
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
