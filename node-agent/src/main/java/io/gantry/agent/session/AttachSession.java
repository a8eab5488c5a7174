package io.gantry.agent.session;

import com.google.protobuf.ByteString;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerStream;
import io.gantry.agent.runtime.ContainerStreams;
import io.gantry.agent.runtime.EngineException;
import io.gantry.node.v1.AttachRequest;
import io.gantry.node.v1.SessionResult;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to the pipes or the terminal of a container's first process. */
final class AttachSession {

    private static final Logger LOG = LoggerFactory.getLogger(AttachSession.class);

    /** For what a process says to the last that it was sent, where it does not end with its input. */
    private static final Duration LAST_ANSWER = Duration.ofSeconds(1);

    private final PodContainers containers;
    private final ContainerStreams streams;

    AttachSession(PodContainers containers, ContainerStreams streams) {
        this.containers = containers;
        this.streams = streams;
    }

    SessionResult serve(AttachRequest request, SessionLink link) throws SessionException, IOException {
        ContainerRecord container = containers.running(request.getPod(), request.getContainer());
        boolean stdin = request.getStdin() && container.stdin() != ContainerRecord.Stdin.NONE;
        try (ContainerStream stream =
                streams.attach(container, stdin, request.getStdout(), request.getStderr() && !container.tty())) {
            Thread input = Frames.deliver(link, new AttachInput(streams, container, stream, stdin));
            Frames.pump(stream, link);
            input.interrupt();
        }
        return SessionServer.good();
    }

    private record AttachInput(
            ContainerStreams streams, ContainerRecord container, ContainerStream stream, boolean stdin)
            implements Frames.Input {

        @Override
        public void data(ByteString bytes) throws IOException {
            if (stdin) {
                stream.write(bytes.asReadOnlyByteBuffer());
            }
        }

        @Override
        public void closed() throws IOException {
            if (!stdin) {
                return;
            }
            if (container.stdin() == ContainerRecord.Stdin.OPEN || container.tty()) {
                letItAnswer();
            }
            stream.closeInput();
        }

        /** The engine ends the output with an input that is not the process' own, as the other runtimes do. */
        private static void letItAnswer() throws IOException {
            try {
                Thread.sleep(LAST_ANSWER);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the session has ended");
            }
        }

        @Override
        public void resize(int width, int height) {
            try {
                streams.resize(container, width, height);
            } catch (EngineException e) {
                LOG.debug("event=resize-failed error=\"{}\"", e.getMessage());
            }
        }

        @Override
        public void broken() {
            stream.close();
        }
    }
}
