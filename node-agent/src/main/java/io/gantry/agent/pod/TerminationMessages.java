package io.gantry.agent.pod;

import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerStream;
import io.gantry.agent.runtime.ContainerStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads why containers ended: what they wrote to their termination message path, or the end of their log. */
final class TerminationMessages {

    private static final int MAX_BYTES = 4096;
    private static final int MAX_LOG_BYTES = 2048;
    private static final long LOG_LINES = 80;

    private final ContainerStreams streams;

    TerminationMessages(ContainerStreams streams) {
        this.streams = streams;
    }

    /** Empty when the container said nothing. */
    String of(Pod pod, ContainerRecord ended) throws IOException {
        String message = file(ended.messageFile());
        boolean fallsBack = pod.container(ended.containerName())
                .filter(container -> container.fallsBackToLogs())
                .isPresent();
        if (!message.isEmpty() || !fallsBack || ended.exitCode() == 0 || ended.failedToStart()) {
            return message;
        }
        return log(ended);
    }

    private static String file(String name) throws IOException {
        Path path = Path.of(name);
        if (name.isEmpty() || !Files.exists(path)) {
            return "";
        }
        try (InputStream input = Files.newInputStream(path)) {
            return new String(input.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        }
    }

    private String log(ContainerRecord ended) throws IOException {
        ContainerStreams.LogRange range = new ContainerStreams.LogRange(
                ContainerStreams.LogOutput.ALL, false, false, Optional.of(LOG_LINES), Optional.empty());
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (ContainerStream stream = streams.logs(ended, range)) {
            Optional<ContainerStream.Chunk> chunk = stream.read();
            while (chunk.isPresent()) {
                output.writeBytes(chunk.get().bytes());
                chunk = stream.read();
            }
        }
        byte[] all = output.toByteArray();
        int from = Math.max(0, all.length - MAX_LOG_BYTES);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    }
}
