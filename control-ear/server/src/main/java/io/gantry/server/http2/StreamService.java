package io.gantry.server.http2;

import jakarta.servlet.AsyncContext;

/** Answers a request that came over a stream; is called on a virtual thread. */
@FunctionalInterface
public interface StreamService {

    /** Writes the response, or has it written later; whoever does completes the stream. */
    void serve(AsyncContext stream);
}
