package io.gantry.pki;

import java.time.Duration;
import java.util.List;

/**
 * What a certificate shall say.
 *
 * @param commonName the user name, for example {@code system:node:node-1}
 * @param organizations the user's groups, for example {@code system:nodes}
 * @param subjectAlternativeNames DNS names and IP addresses that a server answers to; empty for clients
 * @param validity how long it is valid from now on
 */
public record CertificateRequest(
        String commonName, List<String> organizations, List<String> subjectAlternativeNames, Duration validity) {

    public static CertificateRequest client(String commonName, List<String> organizations, Duration validity) {
        return new CertificateRequest(commonName, organizations, List.of(), validity);
    }

    public static CertificateRequest server(String commonName, List<String> names, Duration validity) {
        return new CertificateRequest(commonName, List.of(), names, validity);
    }
}
