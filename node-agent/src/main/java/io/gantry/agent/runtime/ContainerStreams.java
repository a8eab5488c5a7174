package io.gantry.agent.runtime;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Logs, commands and terminals of containers. */
public interface ContainerStreams {

    /** Which part of a log. */
    record LogRange(
            LogOutput output, boolean follow, boolean timestamps, Optional<Long> tailLines, Optional<Instant> since) {}

    /** Outputs of a container; with a terminal all is standard output. */
    enum LogOutput {
        ALL,
        STDOUT,
        STDERR
    }

    /** How a command runs. */
    record ExecSpec(List<String> command, boolean stdin, boolean stdout, boolean stderr, boolean tty) {}

    /** A command that runs in a container. */
    interface Exec extends AutoCloseable {

        ContainerStream stream();

        void resize(int width, int height);

        /** Waits until the command has ended, which may be later than its stream has, and gives the exit code. */
        int exitCode() throws IOException;

        /** Ends the command and the stream. */
        @Override
        void close();
    }

    ContainerStream logs(ContainerRecord container, LogRange range) throws IOException;

    Exec exec(ContainerRecord container, ExecSpec spec) throws IOException;

    /** The terminal or the pipes of the container's first process. */
    ContainerStream attach(ContainerRecord container, boolean stdin, boolean stdout, boolean stderr) throws IOException;

    void resize(ContainerRecord container, int width, int height);
}
