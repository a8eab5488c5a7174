package io.gantry.server.spdy;

/** Takes what a client sends on one stream. Called by the thread that reads the connection: while a method waits, nothing is read. */
interface StreamReader {

    void data(byte[] bytes);

    /** The client sends no more. */
    void ended();

    /** The client takes and sends no more, or the connection is gone. */
    void reset();

    /** For streams that only the server writes to. */
    static StreamReader none() {
        return new StreamReader() {

            @Override
            public void data(byte[] bytes) {}

            @Override
            public void ended() {}

            @Override
            public void reset() {}
        };
    }
}
