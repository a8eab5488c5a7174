package io.gantry.server.transport;

import jakarta.servlet.AsyncContext;

/** Answers a request; is called on a virtual thread. */
@FunctionalInterface
public interface StreamService {

    /** Writes the response, or has it written later; whoever does completes it. */
    void serve(AsyncContext stream);
}
