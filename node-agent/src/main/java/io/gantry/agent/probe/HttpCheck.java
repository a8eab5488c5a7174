package io.gantry.agent.probe;

import io.gantry.agent.object.Handler;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * An HTTP GET for probes and hooks. The JDK's client keeps threads and forbids to set the Host header; one request on one
 * connection needs neither. Certificates are not checked, as upstream: the question is whether the server answers.
 */
final class HttpCheck {

    private static final int MAX_LINE = 8 * 1024;

    private HttpCheck() {}

    static Outcome run(Handler.HttpGet get, Target target, Duration timeout) {
        String host = target.host(get.host());
        int port = target.port(get.port());
        String url = get.scheme() + "://" + host + ":" + port + path(get);
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), Math.toIntExact(timeout.toMillis()));
            plain.setSoTimeout(remaining(deadline));
            try (Socket socket = get.scheme().equals("https") ? encrypted(plain, host, port) : plain) {
                socket.getOutputStream().write(request(get, host, port).getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
                return judge(statusLine(socket, deadline));
            }
        } catch (SocketTimeoutException e) {
            return Outcome.bad(
                    "Get \"" + url + "\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
        } catch (java.net.ConnectException e) {
            return Outcome.bad(
                    "Get \"" + url + "\": dial tcp " + host + ":" + port + ": " + HandlerRunner.dialError(e));
        } catch (IOException | GeneralSecurityException e) {
            return Outcome.bad("Get \"" + url + "\": " + e.getMessage());
        }
    }

    private static Outcome judge(String statusLine) throws IOException {
        String[] parts = statusLine.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/")) {
            throw new IOException("malformed HTTP response \"" + statusLine + "\"");
        }
        int code = Integer.parseInt(parts[1]);
        return code >= 200 && code < 400 ? Outcome.GOOD : Outcome.bad("HTTP probe failed with statuscode: " + code);
    }

    static String request(Handler.HttpGet get, String host, int port) {
        StringBuilder text = new StringBuilder("GET ").append(path(get)).append(" HTTP/1.1\r\n");
        Map<String, String> headers = get.headers();
        add(text, headers, "Host", host + ":" + port);
        add(text, headers, "User-Agent", "kube-probe/1.36");
        add(text, headers, "Accept", "*/*");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("Connection: close\r\n\r\n").toString();
    }

    /** Unless the probe sets it itself. */
    private static void add(StringBuilder text, Map<String, String> headers, String name, String value) {
        if (headers.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
            text.append(name).append(": ").append(value).append("\r\n");
        }
    }

    private static String path(Handler.HttpGet get) {
        return get.path().startsWith("/") ? get.path() : "/" + get.path();
    }

    private static String statusLine(Socket socket, long deadline) throws IOException {
        InputStream input = new BufferedInputStream(socket.getInputStream());
        StringBuilder line = new StringBuilder();
        while (line.length() < MAX_LINE) {
            socket.setSoTimeout(remaining(deadline));
            int next = input.read();
            if (next < 0) {
                throw new IOException("EOF");
            }
            if (next == '\n') {
                return line.toString().strip();
            }
            line.append((char) next);
        }
        throw new IOException("malformed HTTP response");
    }

    private static int remaining(long deadline) throws SocketTimeoutException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) millis;
    }

    private static Socket encrypted(Socket plain, String host, int port) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        return context.getSocketFactory().createSocket(plain, host, port, true);
    }

    /** A probe asks whether the server answers, not who it is. */
    private static final class TrustAll extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
