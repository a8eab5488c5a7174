package io.gantry.ear;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.gantry.pki.CertificateRequest;
import io.gantry.pki.Pkcs12;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** An HTTPS server outside the control plane, for webhooks and an aggregated API. Its certificate is for {@code extension.default.svc}. */
final class TestExtension implements AutoCloseable {

    private static final Pattern UID = Pattern.compile("\"uid\":\"([0-9a-f-]{36})\"");

    private final HttpsServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    TestExtension(TestPki pki) throws IOException, GeneralSecurityException {
        server = HttpsServer.create(new InetSocketAddress(0), 0);
        server.setExecutor(executor);
        SSLContext context = context(pki);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.start();
    }

    /** Asks for client certificates of front proxies. */
    static SSLContext context(TestPki pki) throws IOException, GeneralSecurityException {
        Path file = pki.directory().resolve("extension.p12");
        pki.authority()
                .issue(CertificateRequest.server(
                        "extension", List.of("extension.default.svc", "127.0.0.1"), Duration.ofHours(1)))
                .writePkcs12(file, TestPki.PASSWORD);
        Path trusted = pki.directory().resolve("front-proxies.p12");
        Pkcs12.writeTrust(trusted, List.of(pki.frontProxies().certificate()), TestPki.PASSWORD);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(file), TestPki.PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store(trusted));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore store(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, TestPki.PASSWORD.toCharArray());
        }
        return store;
    }

    /**
     * Answers reviews.
     *
     * @param response from the review, in JSON, to the fields of the response besides its uid, in JSON without braces
     */
    TestExtension review(String path, Function<String, String> response) {
        return answer(path, exchange -> {
            String review = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            Matcher uid = UID.matcher(review);
            if (!uid.find()) {
                throw new IOException("a review without uid: " + review);
            }
            return "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"response\":{\"uid\":\""
                    + uid.group(1) + "\"," + response.apply(review) + "}}";
        });
    }

    /** The text of an answer. */
    interface Answer {
        String to(HttpExchange exchange) throws IOException;
    }

    TestExtension answer(String path, Answer answer) {
        server.createContext(path, exchange -> {
            try (exchange) {
                byte[] body = answer.to(exchange).getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        return this;
    }

    /** Whose certificate came with a request. */
    static String peer(HttpExchange exchange) throws IOException {
        return ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** An address of this machine that an EndpointSlice may hold. */
    static String hostAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElseThrow(() -> new IOException("this machine has no address but loopback"));
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
