package io.gantry.server.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.gantry.cache.WatchCache;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.pki.CertificateAuthority;
import io.gantry.pki.CertificateRequest;
import io.gantry.pki.Credential;
import io.gantry.remote.RemoteRequest;
import io.gantry.remote.RemoteResponse;
import io.gantry.remote.RemoteServer;
import io.gantry.remote.RemoteServer.CaBundle;
import io.gantry.service.ServiceResolver;
import io.gantry.store.MemoryObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PooledClientTest {

    private static final RemoteServer.Service SERVICE = new RemoteServer.Service("default", "hook", 8443);

    private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor();
    private final CertificateAuthority authority =
            CertificateAuthority.create("test-ca", Duration.ofHours(1), InstantSource.system(), new SecureRandom());
    private final MemoryObjectStore store = new MemoryObjectStore(100);
    private final WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT);

    @TempDir
    Path directory;

    private HttpsServer server;
    private PooledClient client;

    @BeforeEach
    void listen() throws IOException, GeneralSecurityException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.setHttpsConfigurator(new HttpsConfigurator(context("hook.default.svc")));
        server.createContext("/echo", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders()
                    .add("X-Host", exchange.getRequestHeaders().getFirst("Host"));
            exchange.getResponseHeaders()
                    .add("X-Query", String.valueOf(exchange.getRequestURI().getRawQuery()));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("begins".getBytes(UTF_8));
            exchange.getResponseBody().flush();
        });
        server.start();
        serve("hook", server.getAddress().getPort());
        client = new PooledClient(new ServiceResolver(cache, new Random(1)), Optional.empty(), alarms);
    }

    @AfterEach
    void close() {
        client.close();
        server.stop(0);
        alarms.shutdownNow();
    }

    private SSLContext context(String name) throws IOException, GeneralSecurityException {
        Credential credential =
                authority.issue(CertificateRequest.server("hook", List.of(name), Duration.ofMinutes(30)));
        Path file = directory.resolve(name + ".p12");
        credential.writePkcs12(file, "secret");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(Files.newInputStream(file), "secret".toCharArray());
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "secret".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    /** The Service and its one endpoint, this machine. */
    private void serve(String name, int port) {
        store.create(
                new ObjectKey(new GroupResource("", "services"), "default", name),
                Json.read("{\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"default\"},"
                        + "\"spec\":{\"clusterIP\":\"10.96.0.9\",\"ports\":[{\"port\":8443,\"targetPort\":1}]}}"));
        store.create(
                new ObjectKey(new GroupResource("discovery.k8s.io", "endpointslices"), "default", name + "-1"),
                Json.read("{\"metadata\":{\"name\":\"" + name + "-1\",\"namespace\":\"default\","
                        + "\"labels\":{\"kubernetes.io/service-name\":\"" + name + "\"}},\"ports\":[{\"port\":" + port
                        + "}],\"endpoints\":[{\"addresses\":[\"127.0.0.1\"],\"conditions\":{\"ready\":true}},"
                        + "{\"addresses\":[\"192.0.2.1\"],\"conditions\":{\"ready\":false}}]}"));
        cache.load();
    }

    private String post(RemoteServer to, String path, Duration timeout) throws IOException {
        RemoteRequest request = new RemoteRequest(
                "POST",
                path,
                Map.of("Content-Type", List.of("application/json")),
                "{\"a\":1}".getBytes(UTF_8),
                Optional.of(timeout));
        try (RemoteResponse response = client.send(to, request)) {
            return response.status() + " " + new String(response.whole(1000), UTF_8) + " "
                    + response.header("X-Host").orElse("") + " "
                    + response.header("x-query").orElse("");
        }
    }

    private RemoteServer trusted() {
        return new RemoteServer(SERVICE, new CaBundle(authority.certificatePem()));
    }

    @Test
    void reachesAServiceAtAnEndpointUnderItsName() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(post(trusted(), "/echo?timeout=1s", Duration.ofSeconds(10)))
                    .isEqualTo("200 {\"a\":1} hook.default.svc:8443 timeout=1s");
        }
    }

    @Test
    void trustsNobodyElse() {
        CertificateAuthority other = CertificateAuthority.create(
                "other-ca", Duration.ofHours(1), InstantSource.system(), new SecureRandom());
        RemoteServer untrusted = new RemoteServer(SERVICE, new CaBundle(other.certificatePem()));

        assertThatThrownBy(() -> post(untrusted, "/echo", Duration.ofSeconds(10)))
                .hasMessage("tls: failed to verify certificate: x509: certificate signed by unknown authority");
        assertThatThrownBy(() -> post(
                        new RemoteServer(SERVICE, new RemoteServer.SystemTrust()), "/echo", Duration.ofSeconds(10)))
                .hasMessage("tls: failed to verify certificate: x509: certificate signed by unknown authority");
    }

    @Test
    void wantsACertificateForTheName() throws IOException {
        RemoteServer.Service other = new RemoteServer.Service("default", "other", 8443);
        serve("other", server.getAddress().getPort());

        assertThatThrownBy(() -> post(new RemoteServer(other, trusted().trust()), "/echo", Duration.ofSeconds(10)))
                .hasMessageStartingWith("tls: failed to verify certificate: x509: ");
        assertThat(post(new RemoteServer(other, new RemoteServer.Unchecked()), "/echo", Duration.ofSeconds(10)))
                .startsWith("200");
    }

    @Test
    void givesUpWhenTheTimeIsOverThoughTheAnswerHasBegun() {
        assertThatThrownBy(() -> post(trusted(), "/slow", Duration.ofMillis(300)))
                .hasMessage("context deadline exceeded");
    }

    @Test
    void saysWhyNobodyAnswers() {
        int port = server.getAddress().getPort();
        server.stop(0);

        assertThatThrownBy(() -> post(trusted(), "/echo", Duration.ofSeconds(10)))
                .hasMessage("dial tcp 127.0.0.1:" + port + ": connect: connection refused");
        assertThatThrownBy(() -> post(
                        new RemoteServer(
                                new RemoteServer.Service("default", "none", 443),
                                trusted().trust()),
                        "/echo",
                        Duration.ofSeconds(10)))
                .hasMessage("service \"none\" not found");
    }
}
