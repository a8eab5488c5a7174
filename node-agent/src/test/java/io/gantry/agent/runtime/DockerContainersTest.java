package io.gantry.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engine that is asked about itself. */
class DockerContainersTest {

    private final AtomicInteger askedForAll = new AtomicInteger();
    private volatile String version = "20.10.24";
    private volatile String directory = "/var/lib/docker";
    private volatile int code = 200;
    private HttpServer engine;
    private DockerApi docker;
    private DockerContainers containers;

    @BeforeEach
    void start() throws IOException {
        engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        engine.createContext("/", this::answer);
        engine.start();
        URI host = URI.create("tcp://127.0.0.1:" + engine.getAddress().getPort());
        docker = DockerApi.connect(host, DockerApi.DEFAULT_LIMIT);
        containers = new DockerContainers(docker, new DockerImages(docker), "n");
    }

    @AfterEach
    void stop() throws IOException {
        docker.close();
        engine.stop(0);
    }

    @Test
    void isAskedOnceForWhatItKeepsBackWhileItLooksUpARegistry() {
        assertThat(containers.info()).isEqualTo(new EngineInfo("20.10.24", "/var/lib/docker", "cgroupfs"));
        assertThat(containers.info().rootDir()).isEqualTo("/var/lib/docker");

        assertThat(askedForAll).hasValue(1);
    }

    @Test
    void isAskedAnewAfterAnUpgrade() {
        containers.info();
        version = "29.0.1";
        directory = "/data/docker";

        assertThat(containers.info()).isEqualTo(new EngineInfo("29.0.1", "/data/docker", "cgroupfs"));
    }

    @Test
    void isAskedAnewOnceItWasAway() {
        containers.info();
        code = 500;
        assertThatThrownBy(containers::info).isInstanceOf(EngineException.class);
        code = 200;
        directory = "/data/docker";

        assertThat(containers.info().rootDir()).isEqualTo("/data/docker");
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean all = exchange.getRequestURI().getPath().endsWith("/info");
        if (all) {
            askedForAll.incrementAndGet();
        }
        String json = all
                ? "{\"ServerVersion\":\"%s\",\"DockerRootDir\":\"%s\",\"CgroupDriver\":\"cgroupfs\"}"
                        .formatted(version, directory)
                : "{\"Version\":\"%s\"}".formatted(version);
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }
}
