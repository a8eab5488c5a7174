package io.gantry.agent.session;

import com.google.protobuf.ByteString;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerStreams;
import io.gantry.agent.runtime.EngineException;
import io.gantry.node.v1.ExecRequest;
import io.gantry.node.v1.SessionResult;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a command in a container, with its pipes or its terminal on the other side. */
final class ExecSession {

    private static final Logger LOG = LoggerFactory.getLogger(ExecSession.class);

    private final PodContainers containers;
    private final ContainerStreams streams;

    ExecSession(PodContainers containers, ContainerStreams streams) {
        this.containers = containers;
        this.streams = streams;
    }

    SessionResult serve(ExecRequest request, SessionLink link) throws SessionException, IOException {
        ContainerRecord container = containers.running(request.getPod(), request.getContainer());
        ContainerStreams.ExecSpec spec = new ContainerStreams.ExecSpec(
                request.getCommandList(),
                request.getStdin(),
                request.getStdout(),
                request.getStderr() && !request.getTty(),
                request.getTty());
        ContainerStreams.Exec exec = streams.exec(container, spec);
        Thread input = Frames.deliver(link, new ExecInput(exec, request));
        try {
            Frames.pump(exec.stream(), link);
            return SessionServer.exited(exec.exitCode());
        } finally {
            exec.stream().close();
            input.interrupt();
        }
    }

    private record ExecInput(ContainerStreams.Exec exec, ExecRequest request) implements Frames.Input {

        @Override
        public void data(ByteString bytes) throws IOException {
            if (request.getStdin()) {
                exec.stream().write(bytes.asReadOnlyByteBuffer());
            }
        }

        @Override
        public void closed() throws IOException {
            // a terminal goes on without input; told that there is no more, the engine would end the output
            if (request.getStdin() && !request.getTty()) {
                exec.stream().closeInput();
            }
        }

        @Override
        public void resize(int width, int height) {
            try {
                exec.resize(width, height);
            } catch (EngineException e) {
                // it may have ended just now
                LOG.debug("event=resize-failed error=\"{}\"", e.getMessage());
            }
        }

        @Override
        public void broken() {
            if (request.getTty()) {
                hangUp();
            } else if (request.getStdin()) {
                endInput();
            } else {
                exec.stream().close();
            }
        }

        /** The command has still to read what it was sent; the engine would drop it as soon as nobody takes the output. */
        private void endInput() {
            try {
                exec.stream().closeInput();
            } catch (IOException e) {
                LOG.debug("event=input-end-failed error=\"{}\"", e.getMessage());
                exec.stream().close();
            }
        }

        /** Its terminal is gone. */
        private void hangUp() {
            try {
                exec.close();
            } catch (EngineException e) {
                LOG.debug("event=hang-up-failed error=\"{}\"", e.getMessage());
            }
        }
    }
}
