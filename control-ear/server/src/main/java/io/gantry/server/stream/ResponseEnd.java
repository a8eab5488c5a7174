package io.gantry.server.stream;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the end of a response with the thread that has written it. Left to itself the server would send it with one of its own, which over
 * HTTP/2 waits for another of them: many responses that end at once would leave none.
 */
public final class ResponseEnd {

    private static final Logger LOG = LoggerFactory.getLogger(ResponseEnd.class);

    private ResponseEnd() {}

    /** A client that is gone is no failure: nobody is left to be told. */
    public static void send(ServletResponse response) {
        try {
            response.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("event=client-gone cause=\"{}\"", e.getMessage());
        }
    }

    /** Ends a request that has left its thread. */
    public static void complete(AsyncContext async) {
        try {
            send(async.getResponse());
        } finally {
            async.complete();
        }
    }
}
