package io.gantry.server.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.ApiResponse;
import io.gantry.cache.WatchCache;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.pki.CertificateAuthority;
import io.gantry.pki.CertificateRequest;
import io.gantry.pki.Credential;
import io.gantry.remote.RemoteRequest;
import io.gantry.remote.RemoteServer;
import io.gantry.remote.RemoteServer.CaBundle;
import io.gantry.server.remote.RemoteDialer;
import io.gantry.service.ServiceResolver;
import io.gantry.status.StatusException;
import io.gantry.store.MemoryObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
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
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changing the protocol with an extension server, over real TLS. */
class RemoteHandshakeTest {

    private final CertificateAuthority authority =
            CertificateAuthority.create("test-ca", Duration.ofHours(1), InstantSource.system(), new SecureRandom());
    private final MemoryObjectStore store = new MemoryObjectStore(100);
    private final WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT);
    private final CompletableFuture<String> asked = new CompletableFuture<>();

    @TempDir
    Path directory;

    private SSLServerSocket listener;

    @AfterEach
    void close() throws IOException {
        if (listener != null) {
            listener.close();
        }
    }

    /** Answers one connection with these words, then says again what it hears. */
    private void listen(String answer) throws IOException, GeneralSecurityException {
        listener = (SSLServerSocket)
                context().getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(() -> {
            try (Socket socket = listener.accept()) {
                asked.complete(head(socket));
                socket.getOutputStream().write(answer.getBytes(US_ASCII));
                socket.getInputStream().transferTo(socket.getOutputStream());
            } catch (IOException e) {
                asked.completeExceptionally(e);
            }
        });
        store.create(
                new ObjectKey(new GroupResource("", "services"), "default", "ext"),
                Json.read("{\"metadata\":{\"name\":\"ext\",\"namespace\":\"default\"},"
                        + "\"spec\":{\"clusterIP\":\"10.96.0.9\",\"ports\":[{\"port\":443,\"targetPort\":1}]}}"));
        store.create(
                new ObjectKey(new GroupResource("discovery.k8s.io", "endpointslices"), "default", "ext-1"),
                Json.read("{\"metadata\":{\"name\":\"ext-1\",\"namespace\":\"default\","
                        + "\"labels\":{\"kubernetes.io/service-name\":\"ext\"}},\"ports\":[{\"port\":"
                        + listener.getLocalPort()
                        + "}],\"endpoints\":[{\"addresses\":[\"127.0.0.1\"],\"conditions\":{\"ready\":true}}]}"));
        cache.load();
    }

    private static String head(Socket socket) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(US_ASCII).endsWith("\r\n\r\n")) {
            head.write(socket.getInputStream().read());
        }
        return head.toString(US_ASCII);
    }

    private SSLContext context() throws IOException, GeneralSecurityException {
        Credential credential =
                authority.issue(CertificateRequest.server("ext", List.of("ext.default.svc"), Duration.ofMinutes(30)));
        Path file = directory.resolve("ext.p12");
        credential.writePkcs12(file, "secret");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(Files.newInputStream(file), "secret".toCharArray());
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "secret".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private RemoteHandshake begin(CertificateAuthority trusted) {
        RemoteDialer dialer = new RemoteDialer(new ServiceResolver(cache, new Random(1)), Optional.empty());
        RemoteServer server = new RemoteServer(
                new RemoteServer.Service("default", "ext", 443), new CaBundle(trusted.certificatePem()));
        RemoteRequest request = new RemoteRequest(
                "GET",
                "/apis/ext.io/v1/attach?x=y",
                Map.of(
                        "Connection",
                        List.of("Upgrade"),
                        "Upgrade",
                        List.of("websocket"),
                        "X-Remote-User",
                        List.of("ada")),
                new byte[0],
                Optional.empty());
        return RemoteHandshake.begin(dialer, new ApiResponse.Upgrade(server, request));
    }

    @Test
    void bytesFlowBothWaysOnceTheServerHasAgreed() throws Exception {
        listen("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Accept: abc\r\n\r\nfirst,");
        try (RemoteHandshake handshake = begin(authority)) {
            assertThat(handshake.status()).isEqualTo(101);
            assertThat(handshake.headers()).containsEntry("Sec-WebSocket-Accept", List.of("abc"));
            handshake.upgraded().upgradedOutput().write("echo".getBytes(US_ASCII));
            handshake.upgraded().upgradedOutput().flush();
            assertThat(new String(handshake.upgraded().upgradedInput().readNBytes(10), US_ASCII))
                    .isEqualTo("first,echo");
        }
        assertThat(asked.get())
                .startsWith("GET /apis/ext.io/v1/attach?x=y HTTP/1.1\r\n")
                .containsIgnoringCase("host: ext.default.svc:443\r\n")
                .containsIgnoringCase("connection: Upgrade\r\n")
                .containsIgnoringCase("upgrade: websocket\r\n")
                .containsIgnoringCase("x-remote-user: ada\r\n");
    }

    @Test
    void aRefusalIsPassedOn() throws Exception {
        listen("HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nno");
        try (RemoteHandshake handshake = begin(authority)) {
            assertThat(handshake.status()).isEqualTo(403);
            ByteArrayOutputStream client = new ByteArrayOutputStream();
            handshake.download(client);
            assertThat(client.toString(US_ASCII)).isEqualTo("no");
        }
    }

    @Test
    void aServerThatCannotProveWhoItIsIsNotAsked() throws Exception {
        listen("");
        CertificateAuthority other =
                CertificateAuthority.create("other", Duration.ofHours(1), InstantSource.system(), new SecureRandom());
        assertThatThrownBy(() -> begin(other))
                .isInstanceOf(StatusException.class)
                .hasMessage("error trying to reach service: tls: failed to verify certificate: x509: certificate signed"
                        + " by unknown authority");
    }
}
