package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that no good client sends: each a clear Status, never a stack trace, never a 500. */
class BadInputIT {

    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    private final TestControlPlane controlPlane = TestControlPlane.shared();
    private final ApiClient api = controlPlane.api();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                                   | 400",
                "[]                                                  | 400",
                "42                                                  | 400",
                "{\"apiVersion\":\"v1\",\"kind\":\"Secret\"}         | 400",
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":[]} | 400",
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{}} | 422",
            })
    void refusesBadBodies(String body, int code) {
        expectStatus(api.post(CONFIG_MAPS, body), code);
    }

    @Test
    void refusesBodiesOfTenMegabytes() {
        String body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"big\"},\"data\":{\"a\":\""
                + "x".repeat(10 << 20) + "\"}}";

        expectStatus(api.post(CONFIG_MAPS, body), 413);
    }

    @Test
    void refusesEndlessBodies() throws IOException {
        // no Content-Length: the server must count
        InputStream endless = new InputStream() {
            private long left = 20 << 20;

            @Override
            public int read() {
                return left-- > 0 ? ' ' : -1;
            }
        };
        expectStatus(
                api.send(api.request(CONFIG_MAPS)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofInputStream(() -> endless))
                        .build()),
                413);
    }

    @Test
    void refusesDeepNesting() {
        expectStatus(api.post(CONFIG_MAPS, "{\"a\":".repeat(5000) + "1" + "}".repeat(5000)), 400);
    }

    @Test
    void refusesUnknownContentTypes() {
        expectStatus(
                api.send(api.request(CONFIG_MAPS)
                        .header("Content-Type", "text/html")
                        .POST(BodyPublishers.ofString("<p>"))
                        .build()),
                415);
    }

    /** Raw lines, since no client library would send them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /api/v1/namespaces/default/configmaps%2Fx     | 400",
                "GET /api/v1/../../version                         | 400",
                "GET /api/%2e%2e/version                           | 400",
                "GET /api/v1/nodes?limit=x                         | 400",
                "GET /api/v1/nodes?labelSelector=%ff               | 400",
                "GET /api/v1/nodes?labelSelector=a%20b%20c         | 400",
                "GET /api/v1/nodes?resourceVersion=-1              | 400",
                "GET /api/v1/nonsense                              | 404",
                "GET /api/v1/nodes;x=y                             | 404",
                "TRACE /api                                        | 405",
                "BREW /api                                         | 405",
            })
    void refusesBadLines(String line, int code) throws Exception {
        String answer = raw(line + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TestPki.TOKEN
                + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + code + " ");
        assertThat(answer).contains("\"kind\":\"Status\"").doesNotContain("Exception", "\tat ", "SRVE");
    }

    @Test
    void hasNoPageWhereNoApiIs() throws Exception {
        String answer = raw("GET /nonsense/a HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TestPki.TOKEN
                + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 404 ").endsWith("\r\n404 page not found\n");
    }

    /** What the connection itself refuses may be bare, but tells nothing of what is inside. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/nodes/%00 HTTP/1.1",
                "GET /api/v1/nodes/%0a HTTP/1.1",
                "GET /api/v1/nodes/%zz HTTP/1.1",
                "GET /api HTTP/9.9",
                "nonsense",
                "GET /api",
                "GET http://[ HTTP/1.1"
            })
    void tellsNothingToNonsense(String line) throws Exception {
        String answer = raw(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).doesNotContain("Exception", "\tat ", "HTTP/1.1 500");
    }

    @Test
    void refusesHugeHeaders() throws Exception {
        String answer = raw("GET /api HTTP/1.1\r\nHost: localhost\r\nX-Big: " + "x".repeat(1 << 20)
                + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).doesNotContain("Exception", "\tat ", "HTTP/1.1 200", "HTTP/1.1 500");
    }

    private static void expectStatus(ApiClient.Answer answer, int code) {
        assertThat(answer.code()).as(answer.body()).isEqualTo(code);
        assertThat(answer.json().path("kind").asText()).isEqualTo("Status");
        assertThat(answer.json().path("code").asInt()).isEqualTo(code);
        assertThat(answer.body()).doesNotContain("Exception", "\\tat ");
    }

    private String raw(String request) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", controlPlane.pki().authority().certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", controlPlane.apiPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
