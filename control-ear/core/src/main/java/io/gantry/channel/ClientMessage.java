package io.gantry.channel;

import java.nio.ByteBuffer;

/** What a client of exec or attach says. */
public sealed interface ClientMessage {

    record Stdin(ByteBuffer data) implements ClientMessage {}

    /** No more input will come. */
    record CloseStdin() implements ClientMessage {}

    /** Columns and rows of the client's terminal. */
    record Resize(int width, int height) implements ClientMessage {}

    /** Empty, or on a channel that clients do not write to. */
    record Nothing() implements ClientMessage {}
}
