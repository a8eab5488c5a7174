package io.gantry.agent.runtime;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * Output of a container or of a command in it, and the way to its standard input. One thread reads, another may write; closing it
 * from anywhere ends both.
 */
public final class ContainerStream implements AutoCloseable {

    private static final int HEADER = 8;
    private static final int STDERR = 2;
    private static final int MAX_CHUNK = 32 * 1024;

    /**
     * A piece of output. With a terminal all is standard output.
     *
     * @param first whether it begins what the engine has written at once; never with a terminal
     */
    public record Chunk(boolean stderr, boolean first, byte[] bytes) {}

    private final SocketChannel channel;
    private final InputStream input;
    private final boolean raw;
    private int frameLeft;
    private boolean frameIsStderr;

    /** @param raw whether the output comes without the engine's frames, as it does with a terminal */
    ContainerStream(SocketChannel channel, InputStream input, boolean raw) {
        this.channel = channel;
        this.input = input;
        this.raw = raw;
    }

    /** The next piece; empty when the output has ended. */
    public Optional<Chunk> read() throws IOException {
        boolean first = !raw && frameLeft == 0;
        if (first && !nextFrame()) {
            return Optional.empty();
        }
        byte[] buffer = new byte[raw ? MAX_CHUNK : Math.min(frameLeft, MAX_CHUNK)];
        int read = input.read(buffer);
        if (read < 0) {
            return Optional.empty();
        }
        frameLeft -= raw ? 0 : read;
        byte[] bytes = read == buffer.length ? buffer : java.util.Arrays.copyOf(buffer, read);
        return Optional.of(new Chunk(frameIsStderr, first, bytes));
    }

    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Standard input has ended. With a terminal the engine ends the output too. */
    public void closeInput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Reads frame headers (stream, three zeros, length) up to the next frame that is not empty. */
    private boolean nextFrame() throws IOException {
        while (frameLeft == 0) {
            byte[] header = new byte[HEADER];
            int read = input.readNBytes(header, 0, HEADER);
            if (read == 0) {
                return false;
            }
            if (read < HEADER) {
                throw new EOFException("the engine's stream ended within a frame header");
            }
            frameIsStderr = header[0] == STDERR;
            frameLeft = ByteBuffer.wrap(header, 4, 4).getInt();
        }
        return true;
    }
}
