package io.gantry.server.spdy;

import io.gantry.api.ConnectRequest.Streams;
import io.gantry.channel.SessionEnd;
import io.gantry.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Versions of exec and attach over SPDY. */
enum CommandProtocol {
    /** Tells the exit code in a Status. */
    V4("v4.channel.k8s.io"),
    /** Has terminal sizes. */
    V3("v3.channel.k8s.io"),
    V2("v2.channel.k8s.io"),
    /** Without a way to tell errors. */
    V1("channel.k8s.io");

    private final String protocol;

    CommandProtocol(String protocol) {
        this.protocol = protocol;
    }

    /** All names, newest first. */
    static List<String> names() {
        return Stream.of(values()).map(version -> version.protocol).toList();
    }

    /** The version with this name; the empty name is the first version's, which clients did not name yet. */
    static Optional<CommandProtocol> named(String protocol) {
        return protocol.isEmpty()
                ? Optional.of(V1)
                : Stream.of(values())
                        .filter(version -> version.protocol.equals(protocol))
                        .findFirst();
    }

    /** How many streams a client opens that wants these. */
    int expected(Streams wanted) {
        boolean resizes = wanted.tty() && (this == V4 || this == V3);
        boolean stderr = wanted.stderr() && !wanted.tty();
        return (int) Stream.of(true, wanted.stdin(), wanted.stdout(), stderr, resizes)
                .filter(one -> one)
                .count();
    }

    /** What the error stream says at the end. */
    byte[] text(SessionEnd end) {
        return this == V4 ? Json.write(end.status()) : end.failure().getBytes(StandardCharsets.UTF_8);
    }
}
