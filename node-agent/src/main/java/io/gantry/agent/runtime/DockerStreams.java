package io.gantry.agent.runtime;

import com.github.dockerjava.api.command.InspectExecResponse;
import io.gantry.agent.object.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** {@link ContainerStreams} over the Docker API. */
public final class DockerStreams implements ContainerStreams {

    /** The engine has no call that waits for a command. */
    private static final Duration POLL = Duration.ofMillis(50);

    private final DockerApi docker;
    private final EngineSocket socket;

    public DockerStreams(DockerApi docker) {
        this.docker = docker;
        this.socket = docker.socket();
    }

    @Override
    public ContainerStream logs(ContainerRecord container, LogRange range) throws IOException {
        StringBuilder path = new StringBuilder("/containers/").append(container.id());
        path.append("/logs?stdout=").append(flag(range.output() != LogOutput.STDERR));
        path.append("&stderr=").append(flag(range.output() != LogOutput.STDOUT));
        path.append("&follow=").append(flag(range.follow()));
        path.append("&timestamps=").append(flag(range.timestamps()));
        path.append("&tail=").append(range.tailLines().map(String::valueOf).orElse("all"));
        range.since().ifPresent(since -> path.append("&since=").append(epoch(since)));
        return socket.get(path.toString(), container.tty());
    }

    @Override
    public Exec exec(ContainerRecord container, ExecSpec spec) throws IOException {
        String id = docker.attempt(() -> docker.client()
                .execCreateCmd(container.id())
                .withCmd(spec.command().toArray(String[]::new))
                .withAttachStdin(spec.stdin())
                .withAttachStdout(spec.stdout())
                .withAttachStderr(spec.stderr())
                .withTty(spec.tty())
                .exec()
                .getId());
        byte[] body = Json.write(Json.object().put("Detach", false).put("Tty", spec.tty()));
        return new DockerExec(id, socket.upgrade("/exec/" + id + "/start", body, spec.tty()));
    }

    @Override
    public ContainerStream attach(ContainerRecord container, boolean stdin, boolean stdout, boolean stderr)
            throws IOException {
        String path = "/containers/" + container.id() + "/attach?stream=1&stdin=" + flag(stdin) + "&stdout="
                + flag(stdout) + "&stderr=" + flag(stderr);
        return socket.upgrade(path, new byte[0], container.tty());
    }

    @Override
    public void resize(ContainerRecord container, int width, int height) {
        docker.attempt(() -> docker.client()
                .resizeContainerCmd(container.id())
                .withSize(height, width)
                .exec());
    }

    private static String flag(boolean value) {
        return value ? "1" : "0";
    }

    private static String epoch(Instant instant) {
        return "%d.%09d".formatted(instant.getEpochSecond(), instant.getNano());
    }

    private final class DockerExec implements Exec {

        private final String id;
        private final ContainerStream stream;

        private DockerExec(String id, ContainerStream stream) {
            this.id = id;
            this.stream = stream;
        }

        @Override
        public ContainerStream stream() {
            return stream;
        }

        @Override
        public void resize(int width, int height) {
            docker.attempt(() ->
                    docker.client().resizeExecCmd(id).withSize(height, width).exec());
        }

        @Override
        public int exitCode() throws IOException {
            InspectExecResponse state = inspect();
            while (Boolean.TRUE.equals(state.isRunning())) {
                pause();
                state = inspect();
            }
            Long code = state.getExitCodeLong();
            if (code == null) {
                throw new EngineException("the engine does not tell the exit code of exec " + id);
            }
            return code.intValue();
        }

        private static void pause() throws IOException {
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        @Override
        public void close() {
            stream.close();
            // closing the stream leaves the command running; the engine has no call that ends it
            InspectExecResponse state = inspect();
            if (Boolean.TRUE.equals(state.isRunning()) && state.getPidLong() != null && state.getPidLong() > 1) {
                ProcessHandle.of(state.getPidLong()).ifPresent(ProcessHandle::destroyForcibly);
            }
        }

        private InspectExecResponse inspect() {
            return docker.attempt(() -> docker.client().inspectExecCmd(id).exec());
        }
    }
}
