package io.gantry.server.spdy;

import java.io.IOException;

/** Takes the streams that a client opens. Called by the thread that reads the connection, one call at a time. */
interface StreamAcceptor {

    /**
     * Whether a stream makes sense; it has not been answered yet.
     *
     * @throws StreamRefusedException when it does not; the client then hears of a reset
     */
    void check(SpdyStream stream) throws StreamRefusedException;

    /** A checked stream is open for both sides. */
    StreamReader opened(SpdyStream stream) throws IOException;

    /** The connection is over; every stream that was open has been reset. */
    void disconnected();
}
