package io.gantry.agent.runtime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The requests of the Docker API whose answer is a byte stream. docker-java reads those on platform threads of its own, without
 * back-pressure and without half-closing standard input; here the caller's thread reads and the socket holds back.
 */
final class EngineSocket {

    private static final int MAX_HEADERS = 16 * 1024;
    private static final int MAX_ERROR = 8 * 1024;

    private final URI host;

    private final Duration limit;

    /** @param limit how long the engine may take until it begins to answer */
    EngineSocket(URI host, Duration limit) {
        this.host = host;
        this.limit = limit;
    }

    /** GET without an upgrade; HTTP/1.0 keeps the answer free of chunks. */
    ContainerStream get(String path, boolean raw) throws IOException {
        return open("GET " + path + " HTTP/1.0\r\nHost: docker\r\n\r\n", raw);
    }

    /** POST that turns the connection into a two-way stream. */
    ContainerStream upgrade(String path, byte[] json, boolean raw) throws IOException {
        return open(
                "POST " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + json.length + "\r\n\r\n"
                        + new String(json, StandardCharsets.UTF_8),
                raw);
    }

    /** POST of a whole body; reads the answer to its end. */
    void post(String path, String contentType, byte[] body) throws IOException {
        String head = "POST " + path + " HTTP/1.0\r\nHost: docker\r\nContent-Type: " + contentType
                + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        CallLimit time = CallLimit.begin(limit);
        try (time;
                ContainerStream answer = connect(head.getBytes(StandardCharsets.UTF_8), body, true)) {
            while (answer.read().isPresent()) {
                // progress
            }
        } catch (IOException e) {
            throw inTime(time, e);
        }
    }

    private ContainerStream open(String request, boolean raw) throws IOException {
        CallLimit time = CallLimit.begin(limit);
        try (time) {
            return connect(request.getBytes(StandardCharsets.UTF_8), new byte[0], raw);
        } catch (IOException e) {
            throw inTime(time, e);
        }
    }

    private IOException inTime(CallLimit time, IOException e) {
        return time.expired() ? new IOException(DockerCalls.late(limit, e).getMessage(), e) : e;
    }

    private ContainerStream connect(byte[] head, byte[] body, boolean raw) throws IOException {
        SocketChannel channel = SocketChannel.open(address());
        try {
            for (ByteBuffer bytes : new ByteBuffer[] {ByteBuffer.wrap(head), ByteBuffer.wrap(body)}) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            InputStream input = new BufferedInputStream(Channels.newInputStream(channel));
            String answer = head(input);
            int status =
                    Integer.parseInt(answer.substring(answer.indexOf(' ') + 1).split(" ", 2)[0]);
            if (status != 200 && status != 101) {
                throw new IOException(error(answer, input));
            }
            return new ContainerStream(channel, input, raw);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private SocketAddress address() throws IOException {
        return switch (host.getScheme()) {
            case "unix" -> UnixDomainSocketAddress.of(host.getPath());
            case "tcp" -> new InetSocketAddress(host.getHost(), host.getPort());
            default -> throw new IOException("no " + StandardProtocolFamily.UNIX + " or tcp address: " + host);
        };
    }

    private static String head(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = input.read();
            if (next < 0 || head.length() > MAX_HEADERS) {
                throw new IOException("no HTTP answer from the engine");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String error(String head, InputStream input) throws IOException {
        String body = head.toLowerCase(java.util.Locale.ROOT).contains("content-length: ")
                ? new String(input.readNBytes(Math.min(contentLength(head), MAX_ERROR)), StandardCharsets.UTF_8)
                : new String(input.readNBytes(MAX_ERROR), StandardCharsets.UTF_8);
        return DockerCalls.plainMessage(
                body.isBlank() ? head.lines().findFirst().orElse("") : body);
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }
}
