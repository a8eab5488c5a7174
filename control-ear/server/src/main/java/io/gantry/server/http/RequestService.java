package io.gantry.server.http;

import io.gantry.api.CanonicalPath;
import io.gantry.api.Headers;
import io.gantry.api.ProxiedPath;
import io.gantry.authentication.Authentication;
import io.gantry.authentication.Authenticator;
import io.gantry.identity.UserInfo;
import io.gantry.server.ControlPlane;
import io.gantry.server.Serving;
import io.gantry.server.stream.ResponseEnd;
import io.gantry.status.StatusException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request passes: one form of the path, health, authentication, flow control. It turns every failure into a Status, and
 * writes the answers.
 */
public final class RequestService {

    private static final Logger LOG = LoggerFactory.getLogger(RequestService.class);
    private static final Pattern CLIENT_AUDIT_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Serving serving;

    public RequestService(Serving serving) {
        this.serving = serving;
    }

    /** Hands a request to the API. */
    interface Dispatch {
        void handle(Exchange exchange) throws IOException, ServletException;
    }

    /** Serves a request that has no thread of the server, and completes it. */
    public void serve(AsyncContext async) {
        boolean answered = true;
        try {
            answered = serve(
                    (HttpServletRequest) async.getRequest(),
                    (HttpServletResponse) async.getResponse(),
                    Exchange::handle,
                    Optional.of(async));
        } catch (IOException e) {
            LOG.debug("event=client-gone cause=\"{}\"", e.getMessage());
        } finally {
            if (answered) {
                ResponseEnd.complete(async);
            }
        }
    }

    /** Whether the answer is complete; if not, somebody else has begun to give it. */
    boolean serve(
            HttpServletRequest request, HttpServletResponse response, Dispatch dispatch, Optional<AsyncContext> parked)
            throws IOException {
        String auditId = auditId(request);
        response.setHeader("Audit-Id", auditId);
        response.setHeader("Cache-Control", "no-cache, private");
        try {
            CanonicalPath path = CanonicalPath.of(request.getRequestURI());
            if (HealthResponse.isAbout(path)) {
                HealthResponse.write(serving, path, request, response);
                return true;
            }
            ControlPlane controlPlane = serving.controlPlane();
            Headers headers = RequestHeaders.of(request, auditId);
            UserInfo user = user(controlPlane, request, headers);
            Exchange exchange = new Exchange(request, response, parked, controlPlane, user, headers, path);
            request.setAttribute(Exchange.ATTRIBUTE, exchange);
            answer(exchange, path, dispatch);
            return !exchange.isParked();
        } catch (ServletException | RuntimeException e) {
            StatusResponse.writeFailure(response, e);
        }
        return true;
    }

    /** A client may name its request, so that it finds it again; within bounds. */
    private static String auditId(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Audit-ID"))
                .filter(id -> CLIENT_AUDIT_ID.matcher(id).matches())
                .orElseGet(RequestService::newAuditId);
    }

    /** A UUID of the fourth version (RFC 9562, 5.4): it must differ from others, but need not be hard to guess. */
    private static String newAuditId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long version = 0x4000L;
        long variant = 0x8000_0000_0000_0000L;
        return new UUID(random.nextLong() & ~0xf000L | version, random.nextLong() >>> 2 | variant).toString();
    }

    private static void answer(Exchange exchange, CanonicalPath path, Dispatch dispatch)
            throws IOException, ServletException {
        if (ProxiedPath.isOne(path)) {
            ProxiedExchange.serve(exchange);
        } else if (WebSocketUpgrade.isWanted(exchange.request())) {
            WebSocketUpgrade.admit(exchange);
        } else if (SpdyUpgrade.isWanted(exchange.request())) {
            SpdyUpgrade.admit(exchange);
        } else {
            FlowControlled.serve(exchange, () -> {
                dispatch.handle(exchange);
                exchange.writeAnswer();
            });
        }
    }

    private UserInfo user(ControlPlane controlPlane, HttpServletRequest request, Headers headers) {
        return switch (controlPlane
                .authenticator()
                .authenticate(
                        RequestHeaders.credentials(RelayedClients.certificate(request), headers),
                        controlPlane.clock().instant())) {
            case Authentication.Authenticated known -> known.user();
            case Authentication.Anonymous anonymous -> Authenticator.ANONYMOUS;
            case Authentication.Rejected rejected -> {
                LOG.info(
                        "event=unauthorized remote={} reason=\"{}\"",
                        RelayedClients.address(request),
                        rejected.reason());
                throw StatusException.unauthorized();
            }
        };
    }
}
