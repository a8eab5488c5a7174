package io.gantry.server.upgrade;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes what the client of an upgraded connection sends. */
public interface WireReceiver {

    /** Takes bytes in their order, by one thread at a time; while it waits, no more is read. */
    void receive(ByteBuffer bytes) throws IOException;

    /** Ends the connection, after what was sent to the client. */
    void close();

    /** The client is gone. */
    void disconnected();
}
