package io.gantry.server.stream;

/** A request whose answer can be broken off so that the client can tell. */
public interface BreakableResponse {

    /** What was sent is not the whole; of an answer that was not begun, nothing is sent. */
    void breakOff();
}
