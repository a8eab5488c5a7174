package io.gantry.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.object.Handler;
import io.gantry.agent.object.Probe;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GrpcCheckTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HealthStatusManager health = new HealthStatusManager();
    private Server server;

    private int start() throws IOException {
        ServerBuilder<?> builder = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create());
        server = builder.addService(health.getHealthService()).build().start();
        return server.getPort();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.shutdownNow();
        }
    }

    private static Outcome check(int port, String service, Duration timeout) {
        return GrpcCheck.run(new Handler.Grpc(port, service), Targets.local(), timeout);
    }

    @Test
    void aServingServiceIsHealthyAndOthersAreNot() throws IOException {
        int port = start();
        health.setStatus("db", ServingStatus.NOT_SERVING);
        assertThat(check(port, "", TIMEOUT)).isEqualTo(Outcome.GOOD);
        assertThat(check(port, "db", TIMEOUT).output()).isEqualTo("service unhealthy (responded with \"NOT_SERVING\")");
        assertThat(check(port, "none", TIMEOUT).output())
                .startsWith("error: health rpc probe failed: rpc error: code = NotFound desc = ");
    }

    @Test
    void aServerWithoutTheHealthProtocolSaysSo() throws IOException {
        server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .build()
                .start();
        assertThat(check(server.getPort(), "", TIMEOUT).output())
                .startsWith("error: this server does not implement the grpc health protocol (grpc.health.v1.Health): ");
    }

    @Test
    void whatDoesNotAnswerTimesOut() throws IOException {
        try (ServerSocket mute = new ServerSocket(0)) {
            Outcome outcome = check(mute.getLocalPort(), "", Duration.ofSeconds(1));
            assertThat(outcome.news(Probe.Kind.LIVENESS))
                    .contains(new Outcome.News(
                            "Unhealthy",
                            "Liveness probe failed: timeout: failed to connect service \"127.0.0.1:"
                                    + mute.getLocalPort() + "\" within 1s: context deadline exceeded"));
        }
    }
}
