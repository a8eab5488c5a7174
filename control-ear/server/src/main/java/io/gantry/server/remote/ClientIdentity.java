package io.gantry.server.remote;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who this control plane is to servers that ask for a certificate.
 *
 * @param chain its own certificate first
 */
public record ClientIdentity(List<X509Certificate> chain, PrivateKey key) {}
