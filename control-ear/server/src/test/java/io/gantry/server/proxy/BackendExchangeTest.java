package io.gantry.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.gantry.api.Headers;
import io.gantry.api.ProxyRequest;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.server.proxy.ProxiedRequest.Framing;
import io.gantry.server.upgrade.Wire;
import io.gantry.status.StatusException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges with real HTTP servers, as if they were in pods. */
class BackendExchangeTest {

    private static final String PREFIX = "/api/v1/namespaces/default/pods/web/proxy";
    private static final ApiObject POD = ApiObject.of(
            new ObjectKey(new GroupResource("", "pods"), "default", "web"), 1, ApiObject.document(Json.read("""
                    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"default","uid":"u1"},
                     "spec":{"nodeName":"n1"}}""")));

    private final LocalNode node = new LocalNode();
    private final List<AutoCloseable> servers = new ArrayList<>();

    @AfterEach
    void stopServers() throws Exception {
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    private interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    private int serve(HttpServer server, Answering answering) {
        server.createContext("/", exchange -> {
            try (exchange) {
                answering.answer(exchange);
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        servers.add(() -> server.stop(0));
        return server.getAddress().getPort();
    }

    private int serve(Answering answering) throws IOException {
        return serve(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), answering);
    }

    private static void say(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static ProxyRequest to(int port, boolean tls, String path) {
        return new ProxyRequest(new ProxyRequest.PodPort(POD, "10.1.0.5", port), tls, PREFIX, path);
    }

    private static ProxiedRequest asking(String method, String... headers) {
        Map<String, List<String>> values = new HashMap<>(Map.of("Host", List.of("api.example.com:6443")));
        for (int i = 0; i < headers.length; i += 2) {
            values.put(headers[i], List.of(headers[i + 1]));
        }
        return new ProxiedRequest(method, "a=b&c=%2F", Headers.of(values), "192.0.2.9");
    }

    private record Reply(ProxiedResponse head, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private static Reply read(BackendExchange exchange) throws IOException {
        ProxiedResponse head = exchange.response();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        exchange.download(head, body);
        return new Reply(head, body.toByteArray());
    }

    private Reply get(int port, boolean tls) throws IOException {
        try (BackendExchange exchange =
                BackendExchange.begin(node, to(port, tls, "/some/x%2Fy"), asking("GET"), Framing.NONE)) {
            return read(exchange);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void requestsArriveAsTheClientSentThem(String method) throws IOException {
        int port = serve(exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Seen", exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.getResponseHeaders()
                    .set("Seen-Host", exchange.getRequestHeaders().getFirst("Host"));
            exchange.getResponseHeaders()
                    .set(
                            "Seen-Auth",
                            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.getResponseHeaders()
                    .set("Seen-For", exchange.getRequestHeaders().getFirst("X-Forwarded-For"));
            exchange.sendResponseHeaders(method.equals("HEAD") ? 204 : 200, method.equals("HEAD") ? -1 : 0);
        });
        try (BackendExchange exchange = BackendExchange.begin(
                node, to(port, false, "/some/x%2Fy"), asking(method, "Authorization", "Bearer secret"), Framing.NONE)) {
            Reply reply = read(exchange);
            assertThat(reply.head().headers())
                    .containsEntry("Seen", List.of(method + " /some/x%2Fy?a=b&c=%2F"))
                    .containsEntry("Seen-Host", List.of("api.example.com:6443"))
                    .containsEntry("Seen-Auth", List.of("null"))
                    .containsEntry("Seen-For", List.of("192.0.2.9"))
                    .doesNotContainKey("Transfer-Encoding");
        }
        assertThat(node.requests.getFirst().getPortForward().getAddress()).isEqualTo("10.1.0.5");
        assertThat(node.requests.getFirst().getPortForward().getPod().getUid()).isEqualTo("u1");
    }

    @Test
    void bodiesOfEveryLengthPassBothWaysAtOnce() throws Exception {
        int port = serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getRequestBody().transferTo(exchange.getResponseBody());
        });
        byte[] body = "0123456789".repeat(300_000).getBytes(StandardCharsets.US_ASCII);
        for (Framing framing : List.of(Framing.CHUNKED, Framing.LENGTH)) {
            try (BackendExchange exchange = BackendExchange.begin(
                    node,
                    to(port, false, "/"),
                    asking("POST", "Content-Length", String.valueOf(body.length)),
                    framing)) {
                Thread upload = Thread.ofVirtual().start(() -> upload(exchange, body));
                assertThat(read(exchange).body()).isEqualTo(body);
                upload.join();
            }
        }
    }

    private static void upload(BackendExchange exchange, byte[] body) {
        try {
            exchange.upload(new ByteArrayInputStream(body));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatTheBackendSaysComesBeforeItHasEnded() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        int port = serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("first".getBytes(StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
            await(seen);
            exchange.getResponseBody().write("second".getBytes(StandardCharsets.US_ASCII));
        });
        try (BackendExchange exchange =
                BackendExchange.begin(node, to(port, false, "/"), asking("GET"), Framing.NONE)) {
            ByteArrayOutputStream flushed = new ByteArrayOutputStream();
            exchange.download(exchange.response(), new Flushing(flushed, seen));
            assertThat(flushed.toString(StandardCharsets.US_ASCII)).isEqualTo("firstsecond");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Flushing extends FilterOutputStream {
        private final CountDownLatch latch;

        Flushing(OutputStream out, CountDownLatch latch) {
            super(out);
            this.latch = latch;
        }

        @Override
        public void flush() {
            latch.countDown();
        }
    }

    @Test
    void linksOfPagesAndRedirectsLeadThroughTheProxy() throws IOException {
        int plain = serve(exchange -> say(
                exchange,
                "text/html; charset=utf-8",
                "<a href=\"/rewriteme\">test</a>".getBytes(StandardCharsets.UTF_8)));
        Reply page = get(plain, false);
        assertThat(page.text()).isEqualTo("<a href=\"" + PREFIX + "/rewriteme\">test</a>");
        assertThat(page.head().headers()).doesNotContainKey("Content-Length");
        int zipped = serve(exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write("<a href=/x>".getBytes(StandardCharsets.UTF_8));
            }
            say(exchange, "text/html", packed.toByteArray());
        });
        try (InputStream unpacked =
                new GZIPInputStream(new ByteArrayInputStream(get(zipped, false).body()))) {
            assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("<a href=" + PREFIX + "/x>");
        }
        int redirect = serve(exchange -> {
            exchange.getResponseHeaders().set("Location", "http://api.example.com:6443/login?to=/");
            exchange.sendResponseHeaders(302, -1);
        });
        Reply redirected = get(redirect, false);
        assertThat(redirected.head().status()).isEqualTo(302);
        assertThat(redirected.head().headers()).containsEntry("Location", List.of(PREFIX + "/login?to=/"));
    }

    @Test
    void plainTextStaysAsItIs() throws IOException {
        int port = serve(exchange -> say(exchange, "text/plain", "<a href=\"/x\">".getBytes(StandardCharsets.UTF_8)));
        Reply reply = get(port, false);
        assertThat(reply.text()).isEqualTo("<a href=\"/x\">");
        assertThat(reply.head().headers()).containsEntry("Content-Length", List.of("13"));
    }

    @Test
    void tlsNeedsNoCertificateThatAnybodyKnows(@TempDir Path directory) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned(directory)));
        int port = serve(server, exchange -> say(exchange, "text/plain", "tls".getBytes(StandardCharsets.UTF_8)));
        assertThat(get(port, true).text()).isEqualTo("tls");
    }

    private static SSLContext selfSigned(Path directory)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path store = directory.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=nobody",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void whoDoesNotAnswerIsUnavailable() throws IOException {
        try (ServerSocket closed = new ServerSocket(0)) {
            closed.close();
            assertRefused(closed.getLocalPort(), "error trying to reach service: Connection refused");
        }
        try (ServerSocket rude = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> answer(rude, ""));
            assertRefused(rude.getLocalPort(), "error trying to reach service: EOF");
        }
        try (ServerSocket confused = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> answer(confused, "SSH-2.0-OpenSSH\r\n\r\n"));
            assertRefused(confused.getLocalPort(), "error trying to reach service: malformed HTTP response");
        }
    }

    private static void answer(ServerSocket server, String text) {
        try (Socket client = server.accept()) {
            client.getInputStream().read(new byte[100_000]);
            client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRefused(int port, String message) {
        assertThatThrownBy(() -> get(port, false))
                .isInstanceOfSatisfying(
                        StatusException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(503))
                .hasMessageStartingWith(message);
    }

    @Test
    void anotherProtocolPassesOnceTheBackendHasAgreed() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> upgrade(server));
            BackendExchange exchange = BackendExchange.begin(
                    node,
                    to(server.getLocalPort(), false, "/ws"),
                    asking("GET", "Connection", "keep-alive, Upgrade", "Upgrade", "websocket"),
                    Framing.NONE);
            ProxiedResponse answer = exchange.response();
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.headers()).containsEntry("Sec-Websocket-Accept", List.of("yes"));
            RecordingWire wire = new RecordingWire();
            UpgradedTunnel tunnel = UpgradedTunnel.begin(
                    exchange.upgraded(), wire, task -> Thread.ofVirtual().start(task));
            tunnel.receive(ByteBuffer.wrap("ping".getBytes(StandardCharsets.US_ASCII)));
            await(wire.closed);
            assertThat(wire.bytes.toString(StandardCharsets.US_ASCII)).isEqualTo("early:ping");
        }
    }

    private static void upgrade(ServerSocket server) {
        try (Socket client = server.accept()) {
            byte[] buffer = new byte[100_000];
            String head = new String(buffer, 0, client.getInputStream().read(buffer), StandardCharsets.US_ASCII);
            assertThat(head.toLowerCase(Locale.ROOT))
                    .contains("upgrade: websocket")
                    .contains("connection: upgrade");
            client.getOutputStream()
                    .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    + "Sec-WebSocket-Accept: yes\r\n\r\nearly:")
                            .getBytes(StandardCharsets.US_ASCII));
            int read = client.getInputStream().read(buffer);
            client.getOutputStream().write(buffer, 0, read);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class RecordingWire implements Wire {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void send(byte[] more) {
            bytes.writeBytes(more);
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
