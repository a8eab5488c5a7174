package io.gantry.server.stream;

import com.google.protobuf.ByteString;
import io.gantry.api.ConnectRequest;
import io.gantry.gateway.SessionHandler;
import io.gantry.gateway.SessionInput;
import io.gantry.gateway.SessionOpener;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.SessionResult;
import io.gantry.server.http.StatusResponse;
import io.gantry.status.StatusException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
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
    private final SessionOpener sessions;
    private final AsyncContext async;
    private final HttpServletResponse response;
    private final Streaming streaming;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Runnable stop = this::end;
    private volatile Optional<SessionInput> node = Optional.empty();

    public LogResponse(ConnectRequest.Logs logs, SessionOpener sessions, AsyncContext async, Streaming streaming) {
        this.logs = logs;
        this.sessions = sessions;
        this.async = async;
        this.response = (HttpServletResponse) async.getResponse();
        this.streaming = streaming;
    }

    public void start() {
        streaming.began(async.getRequest(), stop);
        streaming.tasks().execute(this::open);
    }

    private void open() {
        try {
            SessionInput opened = sessions.open(logs.nodeName(), SessionRequests.of(logs), this);
            node = Optional.of(opened);
            if (over.get()) {
                opened.cancel(); // whoever ended it may not have seen the session yet
            } else if (logs.follow()) {
                streaming
                        .alarms()
                        .schedule(
                                () -> streaming.tasks().execute(() -> write(ByteString.EMPTY)),
                                SILENCE_MILLIS,
                                TimeUnit.MILLISECONDS);
            }
        } catch (StatusException e) {
            onFailure(e);
        }
    }

    @Override
    public void onData(Channel channel, ByteString data) {
        write(data);
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

    /** To a client that is gone nothing is written, and the session ends. */
    private void write(ByteString data) {
        lock.lock();
        try {
            if (over.get()) {
                return;
            }
            if (!response.isCommitted()) {
                response.setStatus(HttpServletResponse.SC_OK);
                response.setContentType("text/plain");
                // together with its head the server would keep the first line back until the next one
                response.flushBuffer();
            }
            data.writeTo(response.getOutputStream());
            response.flushBuffer();
        } catch (IOException e) {
            LOG.debug("event=log-reader-gone cause=\"{}\"", e.getMessage());
            end();
        } finally {
            lock.unlock();
        }
    }

    /** The session too: harmless when it has ended by itself. */
    private void end() {
        if (over.compareAndSet(false, true)) {
            streaming.ended(stop);
            node.ifPresent(SessionInput::cancel);
            ResponseEnd.complete(async);
        }
    }
}
