package io.gantry.agent.session;

import io.gantry.agent.endpoint.NodeEndpoints;
import io.gantry.agent.runtime.ContainerEngine;
import io.gantry.agent.runtime.ContainerStreams;
import io.gantry.agent.runtime.EngineException;
import io.gantry.node.v1.SessionFrame;
import io.gantry.node.v1.SessionRequest;
import io.gantry.node.v1.SessionResult;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves logs, exec, attach, port-forward and connections to the node. */
public final class SessionServer {

    private static final Logger LOG = LoggerFactory.getLogger(SessionServer.class);

    /**
     * Above what the instances of the control plane ask for together, 500 each and those that end just then: an instance can end a
     * session that nobody needs to make room for another, the agent cannot tell which.
     */
    private static final int MAX_SESSIONS = 2_000;

    private static final int TOO_MANY = 429;
    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL = 500;
    private static final SessionResult GOOD = SessionResult.getDefaultInstance();
    private static final Duration LINGER = Duration.ofSeconds(10);

    private final PodContainers containers;
    private final ContainerStreams streams;
    private final NodeEndpoints endpoints;
    private final InstantSource clock;
    private final Semaphore free = new Semaphore(MAX_SESSIONS);

    /**
     * @param endpoints what the agent itself tells over HTTP
     * @param runningUids the uid under which a pod of the API runs here: static pods have another one than their mirrors
     */
    public SessionServer(
            ContainerEngine engine,
            ContainerStreams streams,
            NodeEndpoints endpoints,
            UnaryOperator<String> runningUids,
            InstantSource clock) {
        this.containers = new PodContainers(engine, runningUids);
        this.streams = streams;
        this.endpoints = endpoints;
        this.clock = clock;
    }

    /** Serves one session to its end. */
    public void serve(SessionRequest request, SessionLink link) {
        boolean admitted = free.tryAcquire();
        try (link) {
            link.accept();
            SessionResult result = admitted ? serveAdmitted(request, link) : error(TOO_MANY, "too many sessions");
            link.write(SessionFrame.newBuilder().setResult(result).build());
            link.end();
            awaitEnd(link);
        } catch (IOException e) {
            LOG.debug("event=session-broken session={} error=\"{}\"", request.getSessionId(), e.getMessage());
        } finally {
            if (admitted) {
                free.release();
            }
        }
    }

    private SessionResult serveAdmitted(SessionRequest request, SessionLink link) throws IOException {
        try {
            return switch (request.getRequestCase()) {
                case LOGS -> new LogsSession(containers, streams, clock).serve(request.getLogs(), link);
                case EXEC -> new ExecSession(containers, streams).serve(request.getExec(), link);
                case ATTACH -> new AttachSession(containers, streams).serve(request.getAttach(), link);
                case PORT_FORWARD -> new PortForwardSession(containers).serve(request.getPortForward(), link);
                case NODE_CONNECTION -> new NodeConnectionSession(endpoints).serve(request.getNodeConnection(), link);
                case REQUEST_NOT_SET -> error(BAD_REQUEST, "this node does not know that kind of session");
            };
        } catch (SessionException e) {
            return error(e.httpStatus(), e.getMessage());
        } catch (EngineException e) {
            return error(INTERNAL, e.getMessage());
        }
    }

    /** Breaking off at once could overtake the result. */
    private static void awaitEnd(SessionLink link) {
        Thread timer = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(LINGER);
                link.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            while (link.read().isPresent()) {
                // input that came too late
            }
        } catch (IOException e) {
            LOG.debug("event=session-ended error=\"{}\"", e.getMessage());
        } finally {
            timer.interrupt();
        }
    }

    static SessionResult exited(int code) {
        return SessionResult.newBuilder().setExitCode(code).build();
    }

    static SessionResult good() {
        return GOOD;
    }

    private static SessionResult error(int httpStatus, String message) {
        return SessionResult.newBuilder()
                .setHttpStatus(httpStatus)
                .setError(message)
                .build();
    }
}
