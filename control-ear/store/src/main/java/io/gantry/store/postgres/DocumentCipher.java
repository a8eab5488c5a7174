package io.gantry.store.postgres;

import io.gantry.object.GroupResource;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * How documents stand in the database. Those of chosen resources are encrypted with AES-256 in Galois/Counter Mode (NIST SP 800-38D) as
 * {@code aes256gcm:KEY:BASE64} of nonce, text and tag; the object's path is authenticated with them, so that a value cannot be moved to
 * another object. All others, and what was written before, are plain JSON and begin with a brace.
 */
public final class DocumentCipher {

    /** Encrypts nothing. */
    public static final DocumentCipher NONE =
            new DocumentCipher(() -> EncryptionKeys.NONE, Set.of(), new SecureRandom());

    private static final String PREFIX = "aes256gcm:";
    private static final byte[] PREFIX_BYTES = PREFIX.getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Supplier<EncryptionKeys> source;
    private final EncryptionKeys keys;
    private final Set<GroupResource> resources;
    private final SecureRandom random;
    private volatile EncryptionKeys known;

    /**
     * @param source reads the keys; asked again when a value has a key that is not known, which another instance may have begun to use
     * @param resources whose objects are encrypted
     * @param random for nonces: of 2^32 values under one key, two have the same one with a chance of less than 2^-32
     */
    public DocumentCipher(Supplier<EncryptionKeys> source, Set<GroupResource> resources, SecureRandom random) {
        this.source = source;
        this.keys = source.get();
        this.known = keys;
        this.resources = Set.copyOf(resources);
        this.random = random;
    }

    EncryptionKeys keys() {
        return keys;
    }

    Set<GroupResource> resources() {
        return resources;
    }

    /** What is written for a document. */
    String stored(GroupResource resource, String path, byte[] document) {
        return keys.keys().isEmpty() || !resources.contains(resource)
                ? new String(document, StandardCharsets.UTF_8)
                : encrypted(keys.keys().getFirst(), path, document);
    }

    String encrypted(EncryptionKeys.Key key, String path, byte[] document) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, path);
            byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(document.length));
            cipher.doFinal(document, 0, document.length, sealed, NONCE_BYTES);
            return PREFIX + key.id() + ":" + Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt " + path + " with key " + key.id(), e);
        }
    }

    /** The document that was written; throws {@link UnreadableDocumentException} when its key is missing or another. */
    byte[] document(String path, byte[] stored) {
        return isEncrypted(stored) ? decrypted(path, new String(stored, StandardCharsets.US_ASCII)) : stored;
    }

    private byte[] decrypted(String path, String stored) {
        int end = stored.indexOf(':', PREFIX.length());
        String id = end < 0 ? "" : stored.substring(PREFIX.length(), end);
        EncryptionKeys.Key key = find(id).orElseThrow(() -> new UnreadableDocumentException(
                path + " is encrypted with key " + id + ", which is not in " + keys.source()));
        try {
            byte[] sealed = Base64.getDecoder().decode(stored.substring(end + 1));
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, NONCE_BYTES), path);
            return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw new UnreadableDocumentException(
                    path + " cannot be decrypted: key " + id + " in " + keys.source()
                            + " is not the one it was encrypted with, or the value was changed or moved",
                    e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnreadableDocumentException(path + " is damaged", e);
        }
    }

    private Optional<EncryptionKeys.Key> find(String id) {
        Optional<EncryptionKeys.Key> key = known.find(id);
        if (key.isEmpty()) {
            known = source.get();
            key = known.find(id);
        }
        return key;
    }

    private static Cipher cipher(int mode, EncryptionKeys.Key key, byte[] nonce, String path)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(path.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static boolean isEncrypted(byte[] stored) {
        return stored.length > PREFIX_BYTES.length
                && Arrays.equals(stored, 0, PREFIX_BYTES.length, PREFIX_BYTES, 0, PREFIX_BYTES.length);
    }

    /** What encrypted values that need no rewriting begin with. */
    String currentPrefix() {
        return PREFIX + keys.keys().getFirst().id() + ":";
    }
}
