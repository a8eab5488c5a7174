package io.gantry.ear;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/**
 * A server that answers every message over a WebSocket with who asks for which path, and the message. To an ordinary request it gives a
 * fixed text, and what has {@code refused} in its path is refused.
 */
final class TestWebSocketServer implements AutoCloseable {

    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int FINAL = 0x80;
    private static final int LENGTH = 0x7f;

    private final ServerSocket server;
    private final String ordinary;

    private record Head(String path, Map<String, String> headers) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private TestWebSocketServer(ServerSocket server, String ordinary) {
        this.server = server;
        this.ordinary = ordinary;
        Thread.ofVirtual().start(this::accept);
    }

    static TestWebSocketServer plain() throws IOException {
        return new TestWebSocketServer(new ServerSocket(0), "");
    }

    /** @param ordinary the answer to requests that want no WebSocket */
    static TestWebSocketServer tls(SSLContext context, String ordinary) throws IOException {
        return new TestWebSocketServer(context.getServerSocketFactory().createServerSocket(0), ordinary);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream input = new DataInputStream(client.getInputStream());
            OutputStream output = client.getOutputStream();
            Head head = head(input);
            if (head.path().contains("refused")) {
                answer(output, "403 Forbidden", "not today");
            } else if (head.header("upgrade").equalsIgnoreCase("websocket")) {
                agree(output, head);
                converse(input, output, head);
            } else {
                answer(output, "200 OK", ordinary);
            }
        } catch (IOException | GeneralSecurityException e) {
            // the client is gone
        }
    }

    private static Head head(DataInputStream input) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            text.append((char) input.readUnsignedByte());
        }
        String[] lines = text.toString().split("\r\n");
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        return new Head(lines[0].split(" ")[1], headers);
    }

    private static void answer(OutputStream output, String status, String body) throws IOException {
        output.write(("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                        + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(ISO_8859_1));
        output.flush();
    }

    private static void agree(OutputStream output, Head head) throws IOException, GeneralSecurityException {
        byte[] accept = MessageDigest.getInstance("SHA-1")
                .digest((head.header("sec-websocket-key") + KEY_SUFFIX).getBytes(ISO_8859_1));
        String offered = head.header("sec-websocket-protocol");
        String protocol = offered.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + offered.split(",")[0] + "\r\n";
        output.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + protocol
                        + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(accept) + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        output.flush();
    }

    private static void converse(DataInputStream input, OutputStream output, Head head) throws IOException {
        while (true) {
            int opcode = input.readUnsignedByte() & 0xf;
            byte[] payload = new byte[input.readUnsignedByte() & LENGTH]; // short messages only
            byte[] mask = input.readNBytes(4);
            input.readFully(payload);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % mask.length];
            }
            if (opcode == CLOSE) {
                send(output, CLOSE, payload);
                return;
            }
            String text = head.header("x-remote-user") + " " + head.path() + " " + new String(payload, UTF_8);
            send(output, TEXT, text.strip().getBytes(UTF_8));
        }
    }

    private static void send(OutputStream output, int opcode, byte[] payload) throws IOException {
        output.write(FINAL | opcode);
        output.write(payload.length);
        output.write(payload);
        output.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
