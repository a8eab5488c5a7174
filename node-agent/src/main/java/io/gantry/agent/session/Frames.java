package io.gantry.agent.session;

import com.google.protobuf.ByteString;
import io.gantry.agent.runtime.ContainerStream;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.SessionFrame;
import io.gantry.node.v1.StreamData;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves bytes between containers and session frames. */
final class Frames {

    private static final Logger LOG = LoggerFactory.getLogger(Frames.class);

    private Frames() {}

    static SessionFrame data(Channel channel, ByteString bytes) {
        return SessionFrame.newBuilder()
                .setData(StreamData.newBuilder().setChannel(channel).setData(bytes))
                .build();
    }

    /** Where a piece of output belongs. */
    static Channel channel(ContainerStream.Chunk chunk) {
        return chunk.stderr() ? Channel.STDERR : Channel.STDOUT;
    }

    /** Sends all output until it ends. What nobody hears any more is dropped: a command that cannot write would not read either. */
    static void pump(ContainerStream stream, SessionLink link) throws IOException {
        boolean heard = true;
        Optional<ContainerStream.Chunk> chunk = stream.read();
        while (chunk.isPresent()) {
            heard = heard && sent(chunk.get(), link);
            chunk = stream.read();
        }
    }

    private static boolean sent(ContainerStream.Chunk chunk, SessionLink link) {
        try {
            link.write(data(channel(chunk), ByteString.copyFrom(chunk.bytes())));
            return true;
        } catch (IOException e) {
            LOG.debug("event=output-dropped cause=\"{}\"", e.getMessage()); // whoever reads the link ends the session
            return false;
        }
    }

    /** What the other side may do to a running stream. */
    interface Input {

        void data(ByteString bytes) throws IOException;

        void closed() throws IOException;

        void resize(int width, int height);

        /** The other side is gone. */
        void broken();
    }

    /** Delivers frames on a thread of its own until the other side ends. */
    static Thread deliver(SessionLink link, Input input) {
        return Thread.ofVirtual().name("session-input").start(() -> {
            try {
                boolean open = true;
                Optional<SessionFrame> frame = link.read();
                while (frame.isPresent()) {
                    open = deliver(frame.get(), input, open);
                    frame = link.read();
                }
                if (open) {
                    input.closed();
                }
            } catch (IOException e) {
                // interrupted: the session has ended by itself
                if (!Thread.currentThread().isInterrupted()) {
                    input.broken();
                }
            }
        });
    }

    private static boolean deliver(SessionFrame frame, Input input, boolean open) throws IOException {
        switch (frame.getFrameCase()) {
            case DATA -> {
                // a newer control plane may use channels that mean nothing here: their bytes are no input
                if (open && frame.getData().getChannel() == Channel.STDIN) {
                    input.data(frame.getData().getData());
                }
            }
            case RESIZE ->
                input.resize(frame.getResize().getWidth(), frame.getResize().getHeight());
            case CLOSE -> {
                if (frame.getClose() != Channel.STDIN) {
                    return open;
                }
                if (open) {
                    input.closed();
                }
                return false;
            }
            case ACCEPTED, RESULT, FRAME_NOT_SET -> {}
        }
        return open;
    }
}
