package io.gantry.server.http;

import io.gantry.api.JudgedRequest;
import io.gantry.flowcontrol.FlowTicket;
import io.gantry.server.ControlPlane;
import io.gantry.server.stream.ResponseEnd;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a request when flow control lets it. One that waits holds no thread. */
final class FlowControlled {

    private static final Logger LOG = LoggerFactory.getLogger(FlowControlled.class);

    /** As upstream: a quarter of what a request may take in all. */
    private static final long PATIENCE_SECONDS = 15;

    private final Exchange exchange;
    private final ControlPlane controlPlane;

    private FlowControlled(Exchange exchange) {
        this.exchange = exchange;
        this.controlPlane = exchange.controlPlane();
    }

    /** Serves on the request's own thread. */
    interface Service {
        void run() throws IOException, ServletException;
    }

    static void serve(Exchange exchange, Service service) throws IOException, ServletException {
        Optional<JudgedRequest> judged = exchange.judged();
        if (judged.isEmpty()) {
            service.run();
            return;
        }
        new FlowControlled(exchange).serve(judged.get(), service);
    }

    private void serve(JudgedRequest judged, Service service) throws IOException, ServletException {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        FlowTicket ticket = controlPlane.flowControl().begin(judged.user(), judged.facts(), () -> turn.complete(null));
        HttpServletResponse response = exchange.response();
        response.setHeader("X-Kubernetes-PF-FlowSchema-UID", ticket.origin().schemaUid());
        response.setHeader("X-Kubernetes-PF-PriorityLevel-UID", ticket.origin().levelUid());
        switch (ticket.state()) {
            case SEATED -> {
                try {
                    service.run();
                } finally {
                    ticket.finish();
                }
            }
            case REFUSED -> exchange.refuse();
            case WAITING -> await(ticket, turn);
        }
    }

    private void await(FlowTicket ticket, CompletableFuture<Void> turn) throws IOException {
        byte[] body;
        try {
            body = RequestBody.read(exchange.request());
        } catch (IOException | RuntimeException e) {
            leave(ticket);
            throw e;
        }
        AsyncContext async = exchange.park();
        ScheduledFuture<?> alarm = controlPlane
                .streaming()
                .alarms()
                .schedule(
                        () -> controlPlane.streaming().tasks().execute(() -> giveUp(ticket, async)),
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
        turn.thenRunAsync(
                () -> {
                    alarm.cancel(false);
                    answer(ticket, body, async);
                },
                controlPlane.streaming().tasks());
    }

    private static void leave(FlowTicket ticket) {
        if (!ticket.giveUp()) {
            ticket.finish();
        }
    }

    private void giveUp(FlowTicket ticket, AsyncContext async) {
        if (!ticket.giveUp()) {
            return; // its turn has come at the same moment
        }
        try {
            exchange.refuse();
        } catch (IOException e) {
            LOG.debug("event=client-gone cause=\"{}\"", e.getMessage());
        } finally {
            ResponseEnd.complete(async);
        }
    }

    private void answer(FlowTicket ticket, byte[] body, AsyncContext async) {
        try {
            answer(body, async);
        } catch (IOException e) {
            LOG.debug("event=client-gone cause=\"{}\"", e.getMessage());
            ResponseEnd.complete(async);
        } finally {
            ticket.finish();
        }
    }

    private void answer(byte[] body, AsyncContext async) throws IOException {
        try {
            exchange.handle(body);
            exchange.writeAnswer();
        } catch (IOException e) {
            if (exchange.response().isCommitted()) {
                throw e; // the client has gone while it read
            }
            fail(e, async);
        } catch (RuntimeException | Error e) {
            fail(e, async);
        }
    }

    /** What fails within becomes a Status, as it does for requests that need not wait. */
    private void fail(Throwable failure, AsyncContext async) throws IOException {
        StatusResponse.writeFailure(exchange.response(), failure);
        ResponseEnd.complete(async);
    }
}
