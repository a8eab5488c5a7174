package io.gantry.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A large JSON text that many clients ask for, kept compressed.
 *
 * @param gzip the text in gzip's format (RFC 1952). Shared: never to be changed
 * @param hash SHA-512 of the text in upper-case hexadecimal digits, as upstream's OpenAPI index shows it
 */
public record EncodedDocument(byte[] gzip, String hash) {

    /** Encodes a tree. */
    public static EncodedDocument of(JsonNode tree) {
        return of(Json.write(tree));
    }

    /** Encodes a text, or bytes of another form. */
    public static EncodedDocument of(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed, 8192)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String hash = HexFormat.of().withUpperCase().formatHex(sha512().digest(content));
        return new EncodedDocument(packed.toByteArray(), hash);
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text in UTF-8, for clients that do not accept gzip. */
    public byte[] json() {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip), 8192)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value of the ETag header, quotes included. */
    public String etag() {
        return '"' + hash + '"';
    }
}
