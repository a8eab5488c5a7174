package io.gantry.agent.certificate;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The types of keys that a podCertificate may ask for; their names are the API's. */
enum KeyType {
    RSA3072("RSA", "3072", "SHA256withRSA"),
    RSA4096("RSA", "4096", "SHA256withRSA"),
    ECDSAP256("EC", "secp256r1", "SHA256withECDSA"),
    ECDSAP384("EC", "secp384r1", "SHA384withECDSA"),
    ECDSAP521("EC", "secp521r1", "SHA512withECDSA"),
    ED25519("Ed25519", "", "Ed25519");

    /** Finding the primes of an RSA key takes a processor for seconds: never more than one. */
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final String algorithm;
    private final String size;
    private final String signature;

    KeyType(String algorithm, String size, String signature) {
        this.algorithm = algorithm;
        this.size = size;
        this.signature = signature;
    }

    static Optional<KeyType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** With what a key of the type signs a request. */
    String signature() {
        return signature;
    }

    KeyPair generate() {
        ONE_AT_A_TIME.lock();
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            switch (algorithm) {
                case "RSA" -> generator.initialize(Integer.parseInt(size));
                case "EC" -> generator.initialize(new ECGenParameterSpec(size));
                default -> {}
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java makes keys of type " + this, e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }
}
