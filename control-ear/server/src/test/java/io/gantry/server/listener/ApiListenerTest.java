package io.gantry.server.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.authentication.ClientCertificate;
import io.gantry.identity.UserInfo;
import io.gantry.pki.CertificateAuthority;
import io.gantry.pki.CertificateRequest;
import io.gantry.pki.Credential;
import io.gantry.server.http.RelayedClients;
import io.gantry.server.stream.LeavingClient;
import io.gantry.server.stream.ResponseEnd;
import io.gantry.server.transport.StreamService;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real connections of the JDK's client, and a socket of its own where the application server would be. */
@Timeout(60)
class ApiListenerTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final int LARGE = 3_000_000;
    private static final int PATIENCE_MILLIS = 20_000;
    private static final byte[] UPGRADE =
            "GET /exec HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n"
                    .getBytes(US_ASCII);

    private final SecureRandom random = new SecureRandom();
    private final CertificateAuthority authority =
            CertificateAuthority.create("test-ca", DAY, InstantSource.system(), random);
    private final RelayedClients relayed = new RelayedClients();
    private final BlockingQueue<AsyncContext> requests = new ArrayBlockingQueue<>(100);

    @TempDir
    Path pki;

    private ServerSocket applicationServer;
    private ApiListener listener;
    private StreamService service = requests::add;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        authority.writePem(pki, "ca");
        authority
                .issue(CertificateRequest.server("api", List.of("localhost"), DAY))
                .writePem(pki, "apiserver");
        Credential own = authority.issue(CertificateRequest.server("server", List.of("localhost"), DAY));
        applicationServer = context(Optional.of(own))
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        applicationServer.setSoTimeout(PATIENCE_MILLIS);
        ListenerTls tls = new ListenerTls(pki, InstantSource.system());
        ApplicationServer server = new ApplicationServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), applicationServer.getLocalPort()),
                tls,
                relayed);
        listener = new ApiListener(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                tls,
                () -> new ProtocolChoice(tls, stream -> service.serve(stream), server));
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
        applicationServer.close();
    }

    private SSLContext context(Optional<Credential> certificate) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", authority.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(certificate.isPresent() ? keys(certificate.get()) : null, trust.getTrustManagers(), random);
        return context;
    }

    private HttpClient client(Version version, Credential... certificate) throws GeneralSecurityException, IOException {
        return HttpClient.newBuilder()
                .sslContext(context(Stream.of(certificate).findFirst()))
                .version(version)
                .build();
    }

    private static KeyManager[] keys(Credential own) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", own.key(), new char[0], new X509Certificate[] {own.certificate(), own.issuer()});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private HttpRequest.Builder to(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + listener.port() + pathAndQuery));
    }

    private static HttpServletRequest request(AsyncContext stream) {
        return (HttpServletRequest) stream.getRequest();
    }

    private static HttpServletResponse response(AsyncContext stream) {
        return (HttpServletResponse) stream.getResponse();
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** Sends back what has come. */
    private static void echo(AsyncContext stream) {
        try {
            byte[] body = request(stream).getInputStream().readAllBytes();
            response(stream).setStatus(201);
            response(stream).setContentType("application/octet-stream");
            response(stream).setContentLength(body.length);
            response(stream).getOutputStream().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            stream.complete();
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void aRequestSaysWhatItsClientHasSent(Version version) throws Exception {
        CompletableFuture<HttpResponse<String>> answer = client(version)
                .sendAsync(
                        to("/api/v1/pods?limit=5&watch=%31")
                                .header("Accept", "application/json")
                                .header("Accept", "text/plain")
                                .build(),
                        BodyHandlers.ofString());
        AsyncContext stream = requests.take();
        HttpServletRequest request = request(stream);
        assertThat(request.getMethod()).isEqualTo("GET");
        assertThat(request.getRequestURI()).isEqualTo("/api/v1/pods");
        assertThat(request.getQueryString()).isEqualTo("limit=5&watch=%31");
        assertThat(Collections.list(request.getHeaders("ACCEPT"))).containsExactly("application/json", "text/plain");
        assertThat(request.getHeader("Host")).isEqualTo("localhost:" + listener.port());
        assertThat(Collections.list(request.getHeaderNames()))
                .contains("host", "accept")
                .noneMatch(name -> name.startsWith(":"));
        assertThat(request.getRemoteAddr()).isEqualTo("127.0.0.1");
        assertThat(request.getContentLengthLong()).isZero();
        assertThat(request.getAttribute(RelayedClients.CERTIFICATE)).isNull();
        response(stream).setStatus(404);
        response(stream).addHeader("Warning", "one");
        response(stream).addHeader("Warning", "two");
        stream.complete();
        assertThat(answer.join().version()).isEqualTo(version);
        assertThat(answer.join().statusCode()).isEqualTo(404);
        assertThat(answer.join().headers().allValues("warning")).containsExactly("one", "two");
        assertThat(answer.join().headers().firstValue("date")).isPresent();
        assertThat(answer.join().body()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void bodiesOfAllLengthsComeAndGoWhole(Version version) throws Exception {
        service = ApiListenerTest::echo;
        HttpClient client = client(version);
        for (int length : new int[] {0, 1, 16_384, 32_768, 65_536, LARGE}) {
            HttpResponse<byte[]> answer = client.send(
                    to("/").POST(BodyPublishers.ofByteArray(noise(length))).build(), BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(Arrays.equals(answer.body(), noise(length))).isTrue();
        }
        HttpResponse<byte[]> continued = client.send(
                to("/").expectContinue(true)
                        .POST(BodyPublishers.ofByteArray(noise(100)))
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(continued.statusCode()).isEqualTo(201);
        assertThat(continued.body()).isEqualTo(noise(100));
        HttpResponse<byte[]> head = client.send(to("/").HEAD().build(), BodyHandlers.ofByteArray());
        assertThat(head.headers().firstValue("content-type")).contains("application/octet-stream");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void whoIsAnsweredBeforeItsBodyWasReadNeedNotSendIt(Version version) throws Exception {
        service = stream -> {
            response(stream).setStatus(413);
            try {
                response(stream).getOutputStream().write(noise(500));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            stream.complete();
        };
        HttpClient client = client(version);
        for (int round = 0; round < 3; round++) {
            HttpResponse<byte[]> answer = client.send(
                    to("/").POST(BodyPublishers.ofByteArray(noise(LARGE))).build(), BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).isEqualTo(noise(500));
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void aHundredRequestsAtOnceAreAnswered(Version version) throws Exception {
        service = ApiListenerTest::echo;
        HttpClient client = client(version);
        client.send(to("/").build(), BodyHandlers.discarding());
        List<CompletableFuture<HttpResponse<byte[]>>> answers = IntStream.range(0, 100)
                .mapToObj(number -> client.sendAsync(
                        to("/" + number)
                                .POST(BodyPublishers.ofByteArray(noise(20_000 + number)))
                                .build(),
                        BodyHandlers.ofByteArray()))
                .toList();
        for (int number = 0; number < answers.size(); number++) {
            assertThat(answers.get(number).join().body()).isEqualTo(noise(20_000 + number));
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void aClientThatReadsSlowlyHoldsItsWriterBackAndNobodyElse(Version version) throws Exception {
        HttpClient client = client(version);
        CompletableFuture<HttpResponse<InputStream>> begun =
                client.sendAsync(to("/slow").build(), BodyHandlers.ofInputStream());
        AsyncContext stream = requests.take();
        byte[] body = noise(50_000_000);
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                response(stream).getOutputStream().write(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                stream.complete();
            }
        });
        InputStream slow = begun.join().body();
        assertThat(slow.readNBytes(1000)).isEqualTo(Arrays.copyOf(body, 1000));
        service = ApiListenerTest::echo;
        assertThat(client.send(to("/quick").build(), BodyHandlers.discarding()).statusCode())
                .isEqualTo(201);
        assertThat(writer.isAlive()).isTrue();
        assertThat(Arrays.equals(slow.readAllBytes(), Arrays.copyOfRange(body, 1000, body.length)))
                .isTrue();
        writer.join();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void aClientCanTellThatAnAnswerWasBrokenOff(Version version) throws Exception {
        CompletableFuture<HttpResponse<InputStream>> begun =
                client(version).sendAsync(to("/watch").build(), BodyHandlers.ofInputStream());
        AsyncContext stream = requests.take();
        response(stream).getOutputStream().write(noise(10));
        response(stream).flushBuffer();
        InputStream body = begun.join().body();
        assertThat(body.readNBytes(10)).isEqualTo(noise(10));
        ResponseEnd.breakOff(stream);
        ResponseEnd.complete(stream);
        assertThatThrownBy(body::read).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void whatIsBeingAnsweredWhenTheServerStopsStillIs(Version version) throws Exception {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client(version).sendAsync(to("/").build(), BodyHandlers.ofByteArray());
        AsyncContext stream = requests.take();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(listener::close);
        assertThatThrownBy(() -> stopped.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        response(stream).getOutputStream().write(noise(10));
        stream.complete();
        assertThat(answer.get(2, TimeUnit.SECONDS).body()).isEqualTo(noise(10));
        stopped.join();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void whoAnswersHearsWhenTheClientLeavesTheStream(Version version) throws Exception {
        HttpClient client = client(version);
        CompletableFuture<HttpResponse<InputStream>> begun =
                client.sendAsync(to("/watch").build(), BodyHandlers.ofInputStream());
        AsyncContext stream = requests.take();
        CountDownLatch left = new CountDownLatch(1);
        ((LeavingClient) stream.getRequest()).onLeave(left::countDown);
        response(stream).flushBuffer();
        HttpResponse<InputStream> answer = begun.join();
        assertThat(left.getCount()).isEqualTo(1);
        answer.body().close();
        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> {
                    response(stream).getOutputStream().write(1);
                    response(stream).flushBuffer();
                })
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void aClientIsKnownByItsCertificate(Version version) throws Exception {
        Credential ada = authority.issue(CertificateRequest.client("ada", List.of("admins"), DAY));
        client(version, ada).sendAsync(to("/").build(), BodyHandlers.discarding());
        AsyncContext stream = requests.take();
        assertThat(certificate(stream).holder()).map(UserInfo::username).hasValue("ada");
        stream.complete();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void aCertificateOfAnotherAuthorityIsNobodys(Version version) throws Exception {
        Credential forged = CertificateAuthority.create("test-ca", DAY, InstantSource.system(), random)
                .issue(CertificateRequest.client("ada", List.of("admins"), DAY));
        client(version, forged).sendAsync(to("/").build(), BodyHandlers.discarding());
        AsyncContext stream = requests.take();
        assertThat(certificate(stream).holder()).isEmpty();
        stream.complete();
    }

    private static ClientCertificate certificate(AsyncContext stream) {
        return (ClientCertificate) request(stream).getAttribute(RelayedClients.CERTIFICATE);
    }

    @Test
    void anUpgradedConnectionIsRelayedBothWaysUntilOneSideEnds() throws Exception {
        Credential ada = authority.issue(CertificateRequest.client("ada", List.of(), DAY));
        try (Socket client = context(Optional.of(ada)).getSocketFactory().createSocket("localhost", listener.port())) {
            client.getOutputStream().write(UPGRADE);
            Socket server = applicationServer.accept();
            assertThat(server.getInputStream().readNBytes(UPGRADE.length)).isEqualTo(UPGRADE);
            client.getOutputStream().write(noise(LARGE));
            assertThat(Arrays.equals(server.getInputStream().readNBytes(LARGE), noise(LARGE)))
                    .isTrue();
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    server.getOutputStream().write(noise(LARGE));
                    server.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            byte[] answer = client.getInputStream().readAllBytes();
            assertThat(Arrays.equals(answer, noise(LARGE))).isTrue();
            writer.join();
        }
    }

    @Test
    void theOtherSideOfAnUpgradedConnectionHearsOfItsEnd() throws Exception {
        Socket client = context(Optional.empty()).getSocketFactory().createSocket("localhost", listener.port());
        client.getOutputStream().write(UPGRADE);
        try (Socket server = applicationServer.accept()) {
            assertThat(server.getInputStream().readNBytes(UPGRADE.length)).isEqualTo(UPGRADE);
            client.close();
            assertThat(server.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void whatAClientSaidBeforeItLeftIsHeardAlthoughNothingCanBeSaidToItAnyMore() throws Exception {
        byte[] message = noise(20_000); // less than a connection holds that nobody reads
        for (int round = 0; round < 20; round++) {
            Socket connection = new Socket("localhost", listener.port());
            Socket client = context(Optional.empty()).getSocketFactory().createSocket(connection, "localhost", 0, true);
            client.getOutputStream().write(UPGRADE);
            try (Socket server = applicationServer.accept()) {
                assertThat(server.getInputStream().readNBytes(UPGRADE.length)).isEqualTo(UPGRADE);
                Thread speaker = Thread.ofVirtual().start(() -> speak(server));
                assertThat(client.getInputStream().read()).isPositive();
                client.getOutputStream().write(message);
                connection.close(); // with answers that were not read: the connection is reset
                assertThat(Arrays.equals(server.getInputStream().readNBytes(message.length), message))
                        .isTrue();
                server.close();
                speaker.join();
            }
        }
    }

    private static void speak(Socket server) {
        try {
            for (int word = 0; word < 2_000; word++) {
                server.getOutputStream().write(word | 1);
            }
        } catch (IOException e) {
            // nobody listens any more
        }
    }

    @Test
    void whoSendsTooLongHeadersHearsOfItHowLongTheyAre() throws Exception {
        try (Socket client = context(Optional.empty()).getSocketFactory().createSocket("localhost", listener.port())) {
            client.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(LARGE) + "\r\n\r\nGET")
                            .getBytes(US_ASCII));
            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n");
        }
    }

    @Test
    void whoSpeaksNoTlsIsToldSo() throws Exception {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.0 400 Bad Request\r\n")
                    .endsWith("Client sent an HTTP request to an HTTPS server.\n");
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void clientsAreToldToGoWhenTheListenerCloses(Version version) throws Exception {
        service = ApiListenerTest::echo;
        HttpClient client = client(version);
        client.send(to("/").build(), BodyHandlers.discarding());
        listener.close();
        assertThatThrownBy(() -> client.send(to("/").build(), BodyHandlers.discarding()))
                .isInstanceOf(IOException.class);
    }
}
