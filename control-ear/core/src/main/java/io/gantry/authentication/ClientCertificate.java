package io.gantry.authentication;

import io.gantry.identity.UserInfo;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * The certificate that a client has shown for its connection, and has proved to hold the key of. Read once for all requests of the connection.
 *
 * @param holder the user whom its subject names, if the cluster's authority vouches for that
 * @param until the end of its validity
 */
public record ClientCertificate(Optional<UserInfo> holder, Instant until) {

    /** One that the cluster's authority vouches for. A subject that names no user, or not clearly, is nobody's. */
    public static ClientCertificate trusted(X509Certificate certificate) {
        return new ClientCertificate(
                CertificateSubject.user(certificate), certificate.getNotAfter().toInstant());
    }

    /** One that is of an unknown authority, not valid, or for another purpose. */
    public static ClientCertificate untrusted(X509Certificate certificate) {
        return new ClientCertificate(Optional.empty(), certificate.getNotAfter().toInstant());
    }

    Optional<UserInfo> holder(Instant now) {
        return holder.filter(_ -> !now.isAfter(until));
    }
}
