package io.gantry.agent.runtime;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.net.URI;
import java.time.Duration;

/** Opens the Docker API. */
public final class Docker {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private Docker() {}

    /** @param host {@code unix:///path} or {@code tcp://host:port} */
    public static DockerClient connect(URI host) {
        return DockerClientImpl.getInstance(
                DefaultDockerClientConfig.createDefaultConfigBuilder()
                        .withDockerHost(host.toString())
                        .build(),
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(host)
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .build());
    }
}
