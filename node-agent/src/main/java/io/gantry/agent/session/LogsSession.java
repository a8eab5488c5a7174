package io.gantry.agent.session;

import com.google.protobuf.ByteString;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerStream;
import io.gantry.agent.runtime.ContainerStreams;
import io.gantry.node.v1.LogsRequest;
import io.gantry.node.v1.SessionResult;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Sends the log of a container. */
final class LogsSession {

    private static final int BAD_REQUEST = 400;

    private final PodContainers containers;
    private final ContainerStreams streams;
    private final InstantSource clock;

    LogsSession(PodContainers containers, ContainerStreams streams, InstantSource clock) {
        this.containers = containers;
        this.streams = streams;
        this.clock = clock;
    }

    SessionResult serve(LogsRequest request, SessionLink link) throws SessionException, IOException {
        ContainerRecord container = containers.logged(request.getPod(), request.getContainer(), request.getPrevious());
        if (container.failedToStart()) {
            return SessionServer.good();
        }
        ContainerStreams.LogRange range = new ContainerStreams.LogRange(
                output(request),
                request.getFollow() && container.running(),
                request.getTimestamps(),
                request.hasTailLines() ? Optional.of(request.getTailLines()) : Optional.empty(),
                since(request));
        try (ContainerStream stream = streams.logs(container, range)) {
            Thread watch = Frames.deliver(link, new Watch(stream));
            LineTimes times = new LineTimes(request.getTimestamps());
            send(stream, times, link, request.hasLimitBytes() ? request.getLimitBytes() : Long.MAX_VALUE);
            watch.interrupt();
        }
        return SessionServer.good();
    }

    private static ContainerStreams.LogOutput output(LogsRequest request) {
        return switch (request.getOutput()) {
            case LOG_OUTPUT_STDOUT -> ContainerStreams.LogOutput.STDOUT;
            case LOG_OUTPUT_STDERR -> ContainerStreams.LogOutput.STDERR;
            case LOG_OUTPUT_ALL, UNRECOGNIZED -> ContainerStreams.LogOutput.ALL;
        };
    }

    private static void send(ContainerStream stream, LineTimes times, SessionLink link, long limit) throws IOException {
        long left = limit;
        Optional<ContainerStream.Chunk> chunk = stream.read();
        while (chunk.isPresent() && left > 0) {
            ByteString bytes = times.onceALine(chunk.get());
            int length = (int) Math.min(left, bytes.size());
            link.write(Frames.data(Frames.channel(chunk.get()), bytes.substring(0, length)));
            left -= length;
            chunk = left > 0 ? stream.read() : Optional.empty();
        }
    }

    private Optional<Instant> since(LogsRequest request) throws SessionException {
        if (request.hasSinceSeconds()) {
            return Optional.of(clock.instant().minusSeconds(request.getSinceSeconds()));
        }
        if (request.getSinceTime().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(request.getSinceTime()));
        } catch (DateTimeParseException e) {
            throw new SessionException(BAD_REQUEST, "invalid sinceTime: " + request.getSinceTime());
        }
    }

    /** Nothing is expected from the other side but its end. */
    private record Watch(ContainerStream stream) implements Frames.Input {

        @Override
        public void data(ByteString bytes) {}

        @Override
        public void closed() {}

        @Override
        public void resize(int width, int height) {}

        @Override
        public void broken() {
            stream.close();
        }
    }
}
