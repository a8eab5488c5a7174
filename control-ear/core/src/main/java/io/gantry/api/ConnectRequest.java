package io.gantry.api;

import io.gantry.object.ApiObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A checked request for a session with a container of a pod that has a node. */
public sealed interface ConnectRequest {

    /** The pod as the API server sees it. */
    ApiObject pod();

    /** The node that runs it. */
    default String nodeName() {
        return pod().spec().path("nodeName").asText();
    }

    /**
     * The log of a container, as text.
     *
     * @param follow go on with what the container writes
     * @param previous of the instance before the present one
     * @param timestamps begin each line with its time
     * @param since only lines from this time on
     * @param tailLines only so many of the last lines
     * @param limitBytes stop after so many bytes
     * @param stream which of the container's outputs
     */
    record Logs(
            ApiObject pod,
            String container,
            boolean follow,
            boolean previous,
            boolean timestamps,
            Optional<Instant> since,
            Optional<Long> tailLines,
            Optional<Long> limitBytes,
            LogStream stream)
            implements ConnectRequest {}

    /** Outputs of a container. */
    enum LogStream {
        ALL,
        STDOUT,
        STDERR
    }

    /** A command in a running container; one of the three streams at least. */
    record Exec(ApiObject pod, String container, List<String> command, Streams streams) implements ConnectRequest {}

    /** The streams of the container's own process. */
    record Attach(ApiObject pod, String container, Streams streams) implements ConnectRequest {}

    /** Streams that a client wants; with a terminal, standard error goes with standard output. */
    record Streams(boolean stdin, boolean stdout, boolean stderr, boolean tty) {}

    /** Connections to ports of the pod; the ports may also come later, with each stream. */
    record PortForward(ApiObject pod, List<Integer> ports) implements ConnectRequest {}
}
