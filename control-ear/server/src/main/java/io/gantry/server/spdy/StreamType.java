package io.gantry.server.spdy;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a stream is for, as its header {@code streamType} says. */
enum StreamType {
    ERROR,
    STDIN,
    STDOUT,
    STDERR,
    RESIZE,
    DATA;

    private static final String HEADER = "streamtype";

    /** Throws when the header is missing or says something else. */
    static StreamType of(SpdyStream stream) throws StreamRefusedException {
        String text = stream.header(HEADER);
        if (text.isEmpty()) {
            throw new StreamRefusedException("\"streamType\" header is required");
        }
        return find(stream).orElseThrow(() -> new StreamRefusedException("invalid stream type \"" + text + "\""));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<StreamType> find(SpdyStream stream) {
        return Stream.of(values())
                .filter(type -> type.text().equals(stream.header(HEADER)))
                .findFirst();
    }
}
