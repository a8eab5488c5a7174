package io.gantry.remote;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer whose body may still be on its way. To be closed.
 *
 * @param headers by name as the server wrote it
 * @param body as it comes
 * @param connection gives the connection back
 */
public record RemoteResponse(int status, Map<String, List<String>> headers, InputStream body, AutoCloseable connection)
        implements AutoCloseable {

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .findFirst();
    }

    /**
     * The whole body. Fails when it is longer than so many bytes.
     *
     * @param limit in bytes
     */
    public byte[] whole(int limit) throws IOException {
        byte[] read = body.readNBytes(limit + 1);
        if (read.length > limit) {
            throw new IOException("the answer is longer than " + limit + " bytes");
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
