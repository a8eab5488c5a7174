package io.gantry.pki;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

/** PKCS12 key stores, the only kind that Liberty reads. */
public final class Pkcs12 {

    private Pkcs12() {}

    /** Writes a certificate chain with its key under the alias {@code default}. */
    public static void writeIdentity(Path file, Credential credential, String password) throws IOException {
        Certificate[] chain = {credential.certificate(), credential.issuer()};
        write(file, password, store -> store.setKeyEntry("default", credential.key(), password.toCharArray(), chain));
    }

    /** Writes the certificates of trusted authorities. */
    public static void writeTrust(Path file, List<X509Certificate> authorities, String password) throws IOException {
        write(file, password, store -> {
            int number = 0;
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry("ca-" + number++, authority);
            }
        });
    }

    private static void write(Path file, String password, Filling filling) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            filling.fill(store);
            store.store(out, password.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot write key store " + file, e);
        }
        NewFile.readableByOwner(file, out.toByteArray());
    }

    private interface Filling {
        void fill(KeyStore store) throws GeneralSecurityException;
    }
}
