package io.gantry.server.stream;

import java.io.IOException;
import java.util.List;

/** Who watches: a response that goes on, or a WebSocket. */
interface WatchClient {

    /** Sends whole events at once, given in parts; waits while the client does not read. */
    void send(List<byte[]> events) throws IOException;

    /** @param task is run when the client has gone, if that becomes known before anything is sent to it again */
    default void onLeave(Runnable task) {}

    /** Ends the connection, after what was sent. */
    void end();
}
