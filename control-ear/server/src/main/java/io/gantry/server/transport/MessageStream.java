package io.gantry.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One request and its response on a connection, as its protocol carries them. Any thread may call. */
interface MessageStream {

    /** Whether the client is there still, as far as is known. */
    boolean isActive();

    /** Takes one more part of the request's body from the connection. */
    void read();

    /** Tells a client that waits for it to send the body (RFC 9110, section 15.2.1). */
    void sendContinue();

    /**
     * Sends a part of the response.
     *
     * @param head goes before the first part
     * @param data is taken over
     * @param sent is run when the connection has taken the data, or never will
     */
    void send(Optional<Http2Headers> head, ByteBuf data, boolean last, Runnable sent);

    /** Tells the client, after the response, that the rest of its request is not taken. */
    void stopRequest();

    /** Breaks off the response: what was not sent is lost, and the client can tell. */
    void abort();

    /** Runs a task later on the connection's thread. */
    void schedule(Runnable task, long delay, TimeUnit unit);
}
