package io.gantry.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gantry.agent.object.Handler;
import io.gantry.agent.object.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpCheckTest {

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", HttpCheckTest::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** {@code /code?location} answers with the code, and with where to go. */
    private static void answer(HttpExchange exchange) throws IOException {
        int code = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
        String location = exchange.getRequestURI().getQuery();
        if (location != null) {
            exchange.getResponseHeaders().add("Location", location);
        }
        byte[] body = "moved".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Outcome get(String path) {
        Handler.HttpGet get = new Handler.HttpGet(
                "http", "", String.valueOf(server.getAddress().getPort()), path, Map.of());
        return HttpCheck.run(get, Targets.local(), Duration.ofSeconds(5));
    }

    @Test
    void statusesBelow400AreSuccess() {
        assertThat(get("/204").success()).isTrue();
        assertThat(get("/404").news(Probe.Kind.READINESS))
                .contains(new Outcome.News(
                        "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 404"));
    }

    @Test
    void redirectsToTheSameHostAreFollowed() {
        assertThat(get("/302?/200")).isEqualTo(Outcome.GOOD);
        assertThat(get("/301?/503").output()).isEqualTo("HTTP probe failed with statuscode: 503");
    }

    @Test
    void aRedirectToAnotherHostIsASuccessWithAWarning() {
        Outcome outcome = get("/302?http://elsewhere.invalid/503");
        assertThat(outcome.success()).isTrue();
        assertThat(outcome.news(Probe.Kind.LIVENESS))
                .contains(new Outcome.News(
                        "ProbeWarning", "Liveness probe warning: Probe terminated redirects, Response body: moved"));
    }

    @Test
    void aCircleOfRedirectsFails() {
        // the server says to ask the same again
        server.createContext("/circle", exchange -> {
            exchange.getResponseHeaders().add("Location", "/circle");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        assertThat(get("/circle").output()).endsWith("stopped after 10 redirects");
    }

    @Test
    void aPortThatTheContainerDoesNotNameIsAnError() {
        Outcome outcome = new HandlerRunner(new NoStreams())
                .run(
                        new Handler.HttpGet("http", "", "web", "/", Map.of()),
                        Targets.local("{'name':'c','ports':[{'name':'other','containerPort':1}]}"),
                        Duration.ofSeconds(1));
        assertThat(outcome.news(Probe.Kind.STARTUP))
                .contains(new Outcome.News(
                        "Unhealthy",
                        "Startup probe errored and resulted in unknown state: couldn't find port: \"web\""));
    }
}
