package io.gantry.server.stream;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A watcher that reads one long response. */
record ChunkedWatch(AsyncContext async) implements WatchClient {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkedWatch.class);

    @Override
    public void send(List<byte[]> events) throws IOException {
        ServletResponse response = async.getResponse();
        ServletOutputStream out = response.getOutputStream();
        if (out instanceof SharedOutput shared) {
            shared.writeShared(events);
            return;
        }
        for (byte[] part : events) {
            out.write(part);
        }
        response.flushBuffer();
    }

    @Override
    public void onLeave(Runnable task) {
        if (async.getRequest() instanceof LeavingClient client) {
            client.onLeave(task);
        }
    }

    @Override
    public void end() {
        try {
            ResponseEnd.complete(async);
        } catch (IllegalStateException e) {
            LOG.debug("event=watcher-already-ended cause=\"{}\"", e.getMessage());
        }
    }
}
