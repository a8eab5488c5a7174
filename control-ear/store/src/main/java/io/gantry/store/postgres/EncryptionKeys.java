package io.gantry.store.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that values are encrypted with: a file of lines {@code ID KEY}, the key 32 bytes in Base64. The first one encrypts, all
 * decrypt.
 *
 * @param source what messages call the place where the keys come from
 */
public record EncryptionKeys(String source, List<Key> keys) {

    private static final int KEY_BYTES = 32;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,63}");

    /** No keys: nothing is encrypted. */
    public static final EncryptionKeys NONE = new EncryptionKeys("the settings", List.of());

    /** One key; it never shows itself in a text. */
    public record Key(String id, SecretKey secret) {

        @Override
        public String toString() {
            return id;
        }
    }

    /** Reads a file. Throws what tells an operator what to do when it is missing or wrong. */
    public static EncryptionKeys read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file, StandardCharsets.US_ASCII));
        } catch (NoSuchFileException e) {
            throw new IllegalStateException(
                    file
                            + " is missing: it holds the keys that secrets are encrypted with in the database. Put it back from"
                            + " a backup or from another instance; for a new cluster write one line: a name, a space, and 32"
                            + " random bytes in Base64",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static EncryptionKeys parse(String source, String text) {
        List<Key> keys = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                keys.add(key(source, line, keys));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    source + " holds no key; a line is a name, a space, and 32 bytes in Base64");
        }
        return new EncryptionKeys(source, List.copyOf(keys));
    }

    private static Key key(String source, String line, List<Key> before) {
        String[] words = line.split(" +");
        if (words.length != 2 || !ID.matcher(words[0]).matches()) {
            throw new IllegalArgumentException(source + ": key " + (before.size() + 1)
                    + " is not a name of letters, digits, '-', '_' and '.', a space, and 32 bytes in Base64");
        }
        if (before.stream().anyMatch(key -> key.id().equals(words[0]))) {
            throw new IllegalArgumentException(source + ": two keys have the name " + words[0]);
        }
        return new Key(words[0], new SecretKeySpec(bytes(source, words), "AES"));
    }

    private static byte[] bytes(String source, String[] words) {
        try {
            byte[] bytes = Base64.getDecoder().decode(words[1]);
            if (bytes.length == KEY_BYTES) {
                return bytes;
            }
            throw new IllegalArgumentException(
                    source + ": key " + words[0] + " has " + bytes.length + " bytes and needs " + KEY_BYTES);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(source + ": key " + words[0] + " is not 32 bytes in Base64", e);
        }
    }

    /** The key that encrypts; empty when nothing is to be encrypted. */
    Optional<Key> first() {
        return keys.stream().findFirst();
    }

    Optional<Key> find(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }
}
