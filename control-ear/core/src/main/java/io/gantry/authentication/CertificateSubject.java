package io.gantry.authentication;

import io.gantry.identity.UserInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Reads a user from a certificate's subject: the common name is the user, each organization a group, and 1.3.6.1.4.1.57683.2, of the
 * Kubernetes project's own, the user's uid.
 */
final class CertificateSubject {

    private static final String UID = "1.3.6.1.4.1.57683.2";
    private static final String CREDENTIAL = "authentication.kubernetes.io/credential-id";

    private CertificateSubject() {}

    /** Empty when the subject has no common name, or no clear uid. */
    static Optional<UserInfo> user(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        List<String> uids = new ArrayList<>();
        for (Rdn part : parts(certificate)) {
            switch (part.getType()) {
                case "CN" -> names.add(String.valueOf(part.getValue()));
                case "O" -> groups.add(String.valueOf(part.getValue()));
                case UID -> uids.add(uid(part.getValue()));
                default -> {}
            }
        }
        if (names.isEmpty() || uids.size() > 1 || uids.contains("")) {
            return Optional.empty();
        }
        return Optional.of(new UserInfo(
                names.getLast(),
                uids.isEmpty() ? "" : uids.getFirst(),
                groups,
                Map.of(CREDENTIAL, List.of("X509SHA256=" + fingerprint(certificate)))));
    }

    private static List<Rdn> parts(X509Certificate certificate) {
        try {
            // LdapName numbers its parts from the right, which is the order in the certificate
            return new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
        } catch (InvalidNameException e) {
            throw new IllegalStateException("the JDK wrote a name that it cannot read", e);
        }
    }

    /** A value of a type that the JDK has no name for comes as it is encoded: tag, length in one byte, text. */
    private static String uid(Object value) {
        if (!(value instanceof byte[] der)) {
            return String.valueOf(value);
        }
        int start = 2;
        boolean isShortText = der.length > start && der[1] == der.length - start;
        return isShortText ? new String(der, start, der.length - start, StandardCharsets.UTF_8) : "";
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (CertificateEncodingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }
}
