package io.gantry.bench;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The engine without a cluster: starts the two containers that a pod consists of. */
final class PairEngine implements AutoCloseable {

    /** The image of the sandboxes, which every node has. */
    static final String IMAGE = "gantry.io/pause:1";

    static final String PROGRAM = "/pause";

    /** Where a sandbox gets its network from. */
    enum Network {
        /** From the engine: its own bridge. */
        BRIDGE("bridge"),
        /** From nobody, as the agent asks for it: a network plugin follows. */
        NONE("none");

        private final String mode;

        Network(String mode) {
            this.mode = mode;
        }
    }

    private static final String LABEL = "io.gantry.bench";

    private final URI host;
    private final DockerClient docker;

    PairEngine(URI host) {
        this.host = host;
        docker = DockerClientImpl.getInstance(
                DefaultDockerClientConfig.createDefaultConfigBuilder()
                        .withDockerHost(host.toString())
                        .build(),
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(host)
                        .maxConnections(64)
                        .build());
    }

    /** As a user would: {@code docker run} for the sandbox, and once more for the container that joins it. */
    void runTwice() throws IOException, InterruptedException {
        String sandbox = "bench-" + UUID.randomUUID();
        dockerRun("--name=" + sandbox);
        dockerRun("--network=container:" + sandbox);
    }

    private void dockerRun(String option) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "docker", "-H", host.toString(), "run", "-d", "--label=" + LABEL, option, IMAGE, PROGRAM)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("docker run failed");
        }
    }

    /** The same over the engine's API. */
    void startPair(Network network) {
        String sandbox =
                start(HostConfig.newHostConfig().withNetworkMode(network.mode).withIpcMode("shareable"));
        String joined = "container:" + sandbox;
        start(HostConfig.newHostConfig().withNetworkMode(joined).withIpcMode(joined));
    }

    private String start(HostConfig config) {
        String id = docker.createContainerCmd(IMAGE)
                .withEntrypoint(PROGRAM)
                .withLabels(Map.of(LABEL, ""))
                .withHostConfig(config)
                .exec()
                .getId();
        docker.startContainerCmd(id).exec();
        return id;
    }

    /** Removes the containers that were started here. */
    void clear() {
        List<Container> ours = docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(LABEL))
                .exec();
        ours.parallelStream()
                .forEach(container -> docker.removeContainerCmd(container.getId())
                        .withForce(true)
                        .exec());
    }

    @Override
    public void close() throws IOException {
        clear();
        docker.close();
    }
}
