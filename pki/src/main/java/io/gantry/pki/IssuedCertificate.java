package io.gantry.pki;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers whether a certificate still says what is wanted. */
record IssuedCertificate(X509Certificate certificate) {

    boolean endsBefore(Instant time) {
        return certificate.getNotAfter().toInstant().isBefore(time);
    }

    /** Whether it is good for these names and addresses and no others, in any order. */
    boolean isFor(List<String> names) {
        return names().equals(names.stream().map(IssuedCertificate::canonical).collect(Collectors.toSet()));
    }

    private Set<String> names() {
        try {
            Collection<List<?>> found = certificate.getSubjectAlternativeNames();
            return found == null
                    ? Set.of()
                    : found.stream()
                            .map(typeAndName -> canonical(typeAndName.getLast().toString()))
                            .collect(Collectors.toSet());
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("a certificate of ours is damaged", e);
        }
    }

    /** An IPv6 address has many spellings. */
    private static String canonical(String name) {
        return name.contains(":") ? InetAddress.ofLiteral(name).getHostAddress() : name;
    }
}
