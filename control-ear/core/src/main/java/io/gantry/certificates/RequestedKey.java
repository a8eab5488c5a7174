package io.gantry.certificates;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The public key that a pod wants a certificate for (certificates.k8s.io PodCertificateRequest). */
public final class RequestedKey {

    private static final Map<String, String> ALGORITHMS =
            Map.of("1.2.840.113549.1.1.1", "RSA", "1.2.840.10045.2.1", "EC", "1.3.101.112", "Ed25519");

    /** Those that upstream's library knows; the first of them is too weak. */
    private static final Map<String, String> CURVES = Map.of(
            "1.3.132.0.33", "P-224", "1.2.840.10045.3.1.7", "P-256", "1.3.132.0.34", "P-384", "1.3.132.0.35", "P-521");

    private static final Set<Integer> RSA_BITS = Set.of(3072, 4096);
    private static final int HASH_BYTES = 32;

    private final SubjectPublicKeyInfo info;
    private final PublicKey key;

    /**
     * Why a key is not taken.
     *
     * @param shown of the key, empty when nothing is shown
     */
    public record Fault(String shown, String message) {}

    private RequestedKey(SubjectPublicKeyInfo info, PublicKey key) {
        this.info = info;
        this.key = key;
    }

    /** Reads a SubjectPublicKeyInfo (RFC 5280) in DER. */
    public static RequestedKey parse(byte[] der) throws InvalidRequestException {
        try {
            return of(SubjectPublicKeyInfo.getInstance(der));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("the public key is malformed", e);
        }
    }

    static RequestedKey of(SubjectPublicKeyInfo info) throws InvalidRequestException {
        try {
            String algorithm = ALGORITHMS.get(info.getAlgorithm().getAlgorithm().getId());
            if (algorithm == null || (algorithm.equals("EC") && curve(info).isEmpty())) {
                throw new InvalidRequestException("the public key is of an unknown type");
            }
            PublicKey key =
                    KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(info.getEncoded("DER")));
            return new RequestedKey(info, key);
        } catch (GeneralSecurityException | IOException e) {
            throw new InvalidRequestException("the public key is malformed", e);
        }
    }

    private static Optional<String> curve(SubjectPublicKeyInfo info) {
        return info.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier named
                ? Optional.ofNullable(CURVES.get(named.getId()))
                : Optional.empty();
    }

    /** @param curves as upstream lists them where the key comes from */
    public Optional<Fault> fault(String curves) {
        Optional<String> weak = curve(info).filter("P-224"::equals);
        if (weak.isPresent()) {
            return Optional.of(new Fault("curve P-224", "elliptic public keys must use curve " + curves));
        }
        if (key instanceof RSAPublicKey rsa && !RSA_BITS.contains(bits(rsa))) {
            return Optional.of(new Fault(bits(rsa) + "-bit modulus", "RSA keys must have modulus size 3072 or 4096"));
        }
        return Optional.empty();
    }

    private static int bits(RSAPublicKey rsa) {
        return (rsa.getModulus().bitLength() + 7) / 8 * 8;
    }

    /** Whether somebody who holds the private key has signed this text. */
    public boolean hasSigned(String text, byte[] signature) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        try {
            return switch (key.getAlgorithm()) {
                case "RSA" ->
                    // the length of the salt is the signer's choice: as long as the key allows, or as the hash
                    isPss(message, signature, bits((RSAPublicKey) key) / 8 - 2 - HASH_BYTES)
                            || isPss(message, signature, HASH_BYTES);
                case "EC" -> isSigned(Signature.getInstance("SHA256withECDSA"), message, signature);
                default -> isSigned(Signature.getInstance("Ed25519"), message, signature);
            };
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private boolean isPss(byte[] message, byte[] signature, int salt) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("RSASSA-PSS");
        verifier.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
        return isSigned(verifier, message, signature);
    }

    private boolean isSigned(Signature verifier, byte[] message, byte[] signature) throws GeneralSecurityException {
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
    }

    /** Whether a certificate's key is this one. */
    public boolean is(PublicKey other) {
        return MessageDigest.isEqual(key.getEncoded(), other.getEncoded());
    }
}
