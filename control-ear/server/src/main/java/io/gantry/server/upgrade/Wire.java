package io.gantry.server.upgrade;

import java.io.IOException;

/** What carries bytes to the client of an upgraded connection: an upgraded HTTP connection, or the messages of a WebSocket. */
public interface Wire {

    /** Sends; waits while the client does not read. Never called by two threads at once. */
    void send(byte[] bytes) throws IOException;

    /** Ends the connection, after what was sent. */
    void close();
}
