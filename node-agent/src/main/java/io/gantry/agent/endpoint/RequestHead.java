package io.gantry.agent.endpoint;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The first line of an HTTP/1.1 request; nothing here depends on its headers.
 *
 * @param path decoded, without dot segments
 */
public record RequestHead(String method, String path) {

    private static final int MAX_BYTES = 64 * 1024;

    /** Empty while the head is not whole. */
    public static Optional<RequestHead> parse(byte[] received) throws IOException {
        String text = new String(received, StandardCharsets.ISO_8859_1);
        if (!text.contains("\r\n\r\n")) {
            if (received.length > MAX_BYTES) {
                throw new IOException("the head of the request is too long");
            }
            return Optional.empty();
        }
        String[] parts = text.lines().findFirst().orElse("").split(" ");
        if (parts.length != 3) {
            throw new IOException("no HTTP request");
        }
        try {
            return Optional.of(new RequestHead(
                    parts[0], new URI("http://node" + parts[1]).normalize().getPath()));
        } catch (URISyntaxException e) {
            throw new IOException("the path of the request is not valid", e);
        }
    }
}
