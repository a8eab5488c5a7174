package io.gantry.server.stream;

import io.gantry.remote.RemoteResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes another server's answer on as it comes. What has come is sent at once, so that watches work through it. */
public final class RemoteAnswer {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteAnswer.class);
    private static final int CHUNK = 16 * 1024;

    private final RemoteResponse given;
    private final AsyncContext async;
    private final Streaming streaming;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Runnable stop = this::close;

    public RemoteAnswer(RemoteResponse given, AsyncContext async, Streaming streaming) {
        this.given = given;
        this.async = async;
        this.streaming = streaming;
    }

    public void start() {
        streaming.began(async.getRequest(), stop);
        streaming.tasks().execute(this::copy);
    }

    private void copy() {
        HttpServletResponse response = (HttpServletResponse) async.getResponse();
        try {
            response.setStatus(given.status());
            given.headers().forEach((name, values) -> ResponseHeaders.replace(response, name, values));
            copyBody(given.body(), response);
        } catch (IOException e) {
            LOG.debug("event=remote-answer-ended cause=\"{}\"", e.getMessage());
            breakOff();
        } finally {
            close();
            streaming.ended(stop);
            ResponseEnd.complete(async);
        }
    }

    /** Unless we have closed it ourselves: then all that was to come has come. */
    private void breakOff() {
        if (!over.get()) {
            ResponseEnd.breakOff(async);
        }
    }

    private static void copyBody(InputStream body, HttpServletResponse response) throws IOException {
        response.flushBuffer();
        OutputStream out = response.getOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
            out.write(chunk, 0, read);
            if (body.available() == 0) {
                response.flushBuffer();
            }
        }
    }

    /** Also ends a copy that waits for more. */
    private void close() {
        if (over.compareAndSet(false, true)) {
            try {
                given.close();
            } catch (IOException e) {
                LOG.debug("event=remote-connection-not-closed cause=\"{}\"", e.getMessage());
            }
        }
    }
}
