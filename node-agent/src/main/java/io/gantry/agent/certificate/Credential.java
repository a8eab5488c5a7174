package io.gantry.agent.certificate;

import java.time.Instant;

/**
 * A key with the certificates for it, both as PEM.
 *
 * @param chain the leaf comes first
 * @param refreshAt when to ask for the next
 * @param notAfter when it ends
 */
public record Credential(byte[] key, byte[] chain, Instant refreshAt, Instant notAfter) {}
