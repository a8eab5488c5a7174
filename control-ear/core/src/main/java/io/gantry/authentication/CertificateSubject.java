package io.gantry.authentication;

import io.gantry.identity.UserInfo;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Reads a user from a certificate's subject: the common name is the user, each organization a group. */
final class CertificateSubject {

    private CertificateSubject() {}

    /** Empty when the subject has no common name. */
    static Optional<UserInfo> user(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (Rdn part : parts(certificate)) {
            switch (part.getType()) {
                case "CN" -> names.add(String.valueOf(part.getValue()));
                case "O" -> groups.add(String.valueOf(part.getValue()));
                default -> {}
            }
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(new UserInfo(names.getLast(), groups));
    }

    private static List<Rdn> parts(X509Certificate certificate) {
        try {
            // LdapName numbers its parts from the right, which is the order in the certificate
            return new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
        } catch (InvalidNameException e) {
            throw new IllegalStateException("the JDK wrote a name that it cannot read", e);
        }
    }
}
