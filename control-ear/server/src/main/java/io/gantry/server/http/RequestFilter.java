package io.gantry.server.http;

import io.gantry.api.CanonicalPath;
import io.gantry.api.Headers;
import io.gantry.api.ProxiedPath;
import io.gantry.authentication.Authentication;
import io.gantry.authentication.Authenticator;
import io.gantry.identity.UserInfo;
import io.gantry.server.ControlPlane;
import io.gantry.server.Serving;
import io.gantry.status.StatusException;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
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
 * What every request passes first: one form of the path, health, authentication. It turns every failure into a Status, and
 * writes the answers.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class RequestFilter extends HttpFilter {

    private static final Logger LOG = LoggerFactory.getLogger(RequestFilter.class);
    private static final long serialVersionUID = 1;
    private static final Pattern CLIENT_AUDIT_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    @Inject
    private transient Serving serving;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        String auditId = auditId(request);
        response.setHeader("Audit-Id", auditId);
        response.setHeader("Cache-Control", "no-cache, private");
        try {
            CanonicalPath path = CanonicalPath.of(request.getRequestURI());
            if (HealthResponse.isAbout(path)) {
                HealthResponse.write(serving, path, request, response);
            } else {
                answer(auditId, path, request, response, chain);
            }
        } catch (StatusException e) {
            StatusResponse.write(response, e);
        } catch (ServletException | RuntimeException e) {
            StatusResponse.write(response, Failures.internal(e));
        }
    }

    /** A client may name its request, so that it finds it again; within bounds. */
    private static String auditId(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Audit-ID"))
                .filter(id -> CLIENT_AUDIT_ID.matcher(id).matches())
                .orElseGet(RequestFilter::newAuditId);
    }

    /** A UUID of the fourth version (RFC 9562, 5.4): it must differ from others, but need not be hard to guess. */
    private static String newAuditId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long version = 0x4000L;
        long variant = 0x8000_0000_0000_0000L;
        return new UUID(random.nextLong() & ~0xf000L | version, random.nextLong() >>> 2 | variant).toString();
    }

    private void answer(
            String auditId,
            CanonicalPath path,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        ControlPlane controlPlane = serving.controlPlane();
        Headers headers = RequestHeaders.of(request, auditId);
        UserInfo user = user(controlPlane, request, headers);
        Exchange exchange = new Exchange(request, response, controlPlane, user, headers, path);
        request.setAttribute(Exchange.ATTRIBUTE, exchange);
        if (ProxiedPath.isOne(path)) {
            ProxiedExchange.serve(exchange);
            return;
        }
        if (WebSocketUpgrade.isWanted(request)) {
            WebSocketUpgrade.admit(exchange);
            return;
        }
        if (SpdyUpgrade.isWanted(request)) {
            SpdyUpgrade.admit(exchange);
            return;
        }
        FlowControlled.serve(exchange, () -> {
            chain.doFilter(new BareRequest(request), response);
            exchange.writeAnswer();
        });
    }

    private static UserInfo user(ControlPlane controlPlane, HttpServletRequest request, Headers headers) {
        return switch (controlPlane.authenticator().authenticate(RequestHeaders.credentials(request, headers))) {
            case Authentication.Authenticated known -> known.user();
            case Authentication.Anonymous anonymous -> Authenticator.ANONYMOUS;
            case Authentication.Rejected rejected -> {
                LOG.info("event=unauthorized remote={} reason=\"{}\"", request.getRemoteAddr(), rejected.reason());
                throw StatusException.unauthorized();
            }
        };
    }
}
