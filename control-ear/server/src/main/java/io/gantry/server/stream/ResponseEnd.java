package io.gantry.server.stream;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends responses by the thread that has written them, which may wait for a slow client. */
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

    /** Breaks off an answer that was to be longer; it is to be completed nevertheless. The application server itself cannot tell its clients so. */
    public static void breakOff(AsyncContext async) {
        if (async instanceof BreakableResponse response) {
            response.breakOff();
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
