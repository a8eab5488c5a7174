package io.gantry.agent.runtime;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The Docker API of one engine.
 *
 * @param limit how long a request may take that does not stream
 */
public record DockerApi(DockerClient client, URI host, Duration limit) implements AutoCloseable {

    /** As upstream's kubelet waits for its runtime. */
    public static final Duration DEFAULT_LIMIT = Duration.ofMinutes(2);

    /** @param host {@code unix:///path} or {@code tcp://host:port} */
    public static DockerApi connect(URI host, Duration limit) {
        return new DockerApi(Docker.connect(host), host, limit);
    }

    /** A call that ends in time, with an {@link EngineException} if it must. */
    <T> T attempt(Supplier<T> call) {
        return DockerCalls.attempt(limit, call);
    }

    EngineSocket socket() {
        return new EngineSocket(host, limit);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
