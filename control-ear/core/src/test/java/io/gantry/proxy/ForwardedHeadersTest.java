package io.gantry.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedHeadersTest {

    @Test
    void credentialsAndWhatBelongsToOneConnectionStayHere() {
        Map<String, List<String>> passed = ForwardedHeaders.ofRequest(
                Map.of(
                        "Authorization", List.of("Bearer secret"),
                        "Impersonate-User", List.of("ada"),
                        "X-Remote-Extra-Scopes", List.of("all"),
                        "Connection", List.of("keep-alive, X-Hop"),
                        "X-Hop", List.of("1"),
                        "Transfer-Encoding", List.of("chunked"),
                        "Sec-WebSocket-Protocol", List.of("base64url.bearer.authorization.k8s.io.c2VjcmV0, chat"),
                        "x-forwarded-for", List.of("192.0.2.1"),
                        "Cookie", List.of("a=b")),
                "192.0.2.9",
                "/api/v1/nodes/n/proxy/x");
        assertThat(passed)
                .isEqualTo(Map.of(
                        "Sec-WebSocket-Protocol", List.of("chat"),
                        "Cookie", List.of("a=b"),
                        "X-Forwarded-For", List.of("192.0.2.1, 192.0.2.9"),
                        "X-Forwarded-Uri", List.of("/api/v1/nodes/n/proxy/x")));
    }

    @Test
    void aBackendDoesNotSpeakForTheApiServer() {
        assertThat(ForwardedHeaders.ofResponse(Map.of(
                        "Access-Control-Allow-Origin", List.of("*"),
                        "Keep-Alive", List.of("timeout=5"),
                        "Set-Cookie", List.of("a=1", "b=2"))))
                .isEqualTo(Map.of("Set-Cookie", List.of("a=1", "b=2")));
    }

    @ParameterizedTest
    @CsvSource({
        "web,false,web,''",
        "web:80,false,web,80",
        "web:http,false,web,http",
        "https:web:443,true,web,443",
        "http:web:,false,web,''",
        ":web:80,false,web,80"
    })
    void namesCarrySchemeAndPort(String text, boolean tls, String name, String port) {
        assertThat(ProxiedName.parse(text)).contains(new ProxiedName(tls, name, port));
    }

    @ParameterizedTest
    @CsvSource({"''", ":80", "ftp:web:80", "a:b:c:d", "https::80"})
    void otherNamesAreRefused(String text) {
        assertThat(ProxiedName.parse(text)).isEmpty();
    }
}
