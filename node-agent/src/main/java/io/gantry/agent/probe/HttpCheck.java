package io.gantry.agent.probe;

import io.gantry.agent.object.Handler;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private static final String LOCATION = "location:";

    private HttpCheck() {}

    /** Redirects to the same host are followed so many times. */
    private static final int MAX_REDIRECTS = 10;

    private static final Set<Integer> FOLLOWED = Set.of(301, 302, 303, 307, 308);

    private static final int MAX_BODY = 10 * 1024;

    /** What a server answers; the body only of a redirect that is not followed. */
    private record Answer(int code, Optional<String> location, String body) {}

    /** Where to ask. */
    private record Address(String scheme, String host, int port, String path) {

        String url() {
            return scheme + "://" + host + ":" + port + path;
        }

        /** Where a redirect leads; empty when it leads to another host, and nobody asked whether that is healthy. */
        Optional<Address> follow(String location) throws IOException {
            try {
                URI next = URI.create(url()).resolve(location);
                boolean encrypted = "https".equals(next.getScheme());
                if (!host.equals(next.getHost()) || !(encrypted || "http".equals(next.getScheme()))) {
                    return Optional.empty();
                }
                int nextPort = next.getPort() > 0 ? next.getPort() : encrypted ? 443 : 80;
                String query = next.getRawQuery() == null ? "" : "?" + next.getRawQuery();
                return Optional.of(new Address(next.getScheme(), host, nextPort, next.getRawPath() + query));
            } catch (IllegalArgumentException e) {
                throw new IOException("failed to parse Location header \"" + location + "\": " + e.getMessage(), e);
            }
        }
    }

    static Outcome run(Handler.HttpGet get, Target target, Duration timeout) {
        Address address = new Address(get.scheme(), target.host(get.host()), target.port(get.port()), path(get));
        long deadline = System.nanoTime() + timeout.toNanos();
        for (int redirects = 0; ; redirects++) {
            try {
                Answer answer = ask(address, get.headers(), deadline);
                Optional<Address> next =
                        FOLLOWED.contains(answer.code()) && answer.location().isPresent()
                                ? address.follow(answer.location().get())
                                : Optional.empty();
                if (next.isEmpty()) {
                    return judge(answer);
                }
                if (redirects == MAX_REDIRECTS - 1) {
                    throw new IOException("stopped after " + MAX_REDIRECTS + " redirects");
                }
                address = next.get();
            } catch (SocketTimeoutException e) {
                return bad(address, "context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
            } catch (java.net.ConnectException e) {
                return bad(
                        address,
                        "dial tcp " + address.host() + ":" + address.port() + ": " + HandlerRunner.dialError(e));
            } catch (IOException | GeneralSecurityException e) {
                return bad(address, e.getMessage());
            }
        }
    }

    private static Outcome bad(Address address, String why) {
        return Outcome.bad("Get \"" + address.url() + "\": " + why);
    }

    private static Answer ask(Address address, Map<String, String> headers, long deadline)
            throws IOException, GeneralSecurityException {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address.host(), address.port()), remaining(deadline));
            plain.setSoTimeout(remaining(deadline));
            try (Socket socket =
                    address.scheme().equals("https") ? encrypted(plain, address.host(), address.port()) : plain) {
                socket.getOutputStream().write(request(address, headers).getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
                return read(socket, new BufferedInputStream(socket.getInputStream()), deadline);
            }
        }
    }

    private static Answer read(Socket socket, InputStream input, long deadline) throws IOException {
        int code = code(line(socket, input, deadline));
        if (code < 300 || code >= 400) {
            return new Answer(code, Optional.empty(), "");
        }
        Optional<String> location = Optional.empty();
        for (String line = line(socket, input, deadline); !line.isEmpty(); line = line(socket, input, deadline)) {
            if (line.regionMatches(true, 0, LOCATION, 0, LOCATION.length())) {
                location = Optional.of(line.substring(LOCATION.length()).strip());
            }
        }
        socket.setSoTimeout(remaining(deadline));
        return new Answer(code, location, new String(input.readNBytes(MAX_BODY), StandardCharsets.UTF_8));
    }

    private static int code(String statusLine) throws IOException {
        String[] parts = statusLine.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/") || !parts[1].matches("\\d{3}")) {
            throw new IOException("malformed HTTP response \"" + statusLine + "\"");
        }
        return Integer.parseInt(parts[1]);
    }

    private static Outcome judge(Answer answer) {
        if (answer.code() >= 300 && answer.code() < 400) {
            return Outcome.doubtful("Probe terminated redirects, Response body: " + answer.body());
        }
        return answer.code() >= 200 && answer.code() < 300
                ? Outcome.GOOD
                : Outcome.bad("HTTP probe failed with statuscode: " + answer.code());
    }

    private static String request(Address address, Map<String, String> headers) {
        StringBuilder text = new StringBuilder("GET ").append(address.path()).append(" HTTP/1.1\r\n");
        add(text, headers, "Host", address.host() + ":" + address.port());
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

    private static String line(Socket socket, InputStream input, long deadline) throws IOException {
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
