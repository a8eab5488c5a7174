package io.gantry.server.stream;

import com.google.protobuf.ByteString;
import io.gantry.api.ConnectRequest;
import io.gantry.gateway.NodeSession;
import io.gantry.gateway.NodeSessions;
import io.gantry.gateway.SessionHandler;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.SessionResult;
import io.gantry.server.http.StatusResponse;
import io.gantry.status.StatusException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes a container's log on from its node as it comes, holding back the node while the client does not read. A failure before the
 * first line is a Status.
 */
public final class LogResponse implements SessionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LogResponse.class);
    private static final int INTERNAL = 500;

    /** A log that says nothing this long has begun well: the client may have its headers. */
    private static final long SILENCE_MILLIS = 500;

    private final ConnectRequest.Logs logs;
    private final NodeSessions sessions;
    private final AsyncContext async;
    private final HttpServletResponse response;
    private final Streaming streaming;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Runnable stop = this::end;

    public LogResponse(ConnectRequest.Logs logs, NodeSessions sessions, AsyncContext async, Streaming streaming) {
        this.logs = logs;
        this.sessions = sessions;
        this.async = async;
        this.response = (HttpServletResponse) async.getResponse();
        this.streaming = streaming;
    }

    public void start() {
        streaming.open().opened(stop);
        streaming.tasks().execute(this::open);
    }

    private void open() {
        try {
            NodeSession session = sessions.open(logs.nodeName(), SessionRequests.of(logs), this);
            if (logs.follow()) {
                streaming
                        .alarms()
                        .schedule(
                                () -> streaming.tasks().execute(() -> begin(session)),
                                SILENCE_MILLIS,
                                TimeUnit.MILLISECONDS);
            }
        } catch (StatusException e) {
            onFailure(e);
        }
    }

    private void begin(NodeSession session) {
        if (!write(ByteString.EMPTY)) {
            session.cancel();
        }
    }

    @Override
    public void onData(Channel channel, ByteString data) {
        if (!write(data)) {
            // ends the session at the node
            throw new IllegalStateException("the client is gone");
        }
    }

    @Override
    public void onResult(SessionResult result) {
        if (result.getError().isEmpty()) {
            write(ByteString.EMPTY);
            end();
            return;
        }
        int code = result.getHttpStatus() == 0 ? INTERNAL : result.getHttpStatus();
        onFailure(StatusException.of(code, code == INTERNAL ? "InternalError" : "BadRequest", result.getError()));
    }

    @Override
    public void onFailure(StatusException cause) {
        lock.lock();
        try {
            if (!over.get()) {
                StatusResponse.write(response, cause);
            }
        } catch (IOException e) {
            LOG.debug("event=log-reader-gone cause=\"{}\"", e.getMessage());
        } finally {
            lock.unlock();
        }
        end();
    }

    /** Whether the client takes more. */
    private boolean write(ByteString data) {
        lock.lock();
        try {
            if (over.get()) {
                return false;
            }
            if (!response.isCommitted()) {
                response.setStatus(HttpServletResponse.SC_OK);
                response.setContentType("text/plain");
                response.flushBuffer(); // together with its head the server would keep the first line back until the
                // next one
            }
            data.writeTo(response.getOutputStream());
            response.flushBuffer();
            return true;
        } catch (IOException e) {
            LOG.debug("event=log-reader-gone cause=\"{}\"", e.getMessage());
            end();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        if (over.compareAndSet(false, true)) {
            streaming.open().closed(stop);
            ResponseEnd.complete(async);
        }
    }
}
