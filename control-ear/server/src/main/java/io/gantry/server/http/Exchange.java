package io.gantry.server.http;

import io.gantry.api.ApiRequest;
import io.gantry.api.ApiResponse;
import io.gantry.api.Headers;
import io.gantry.identity.UserInfo;
import io.gantry.server.ControlPlane;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Instant;
import java.util.Optional;

/** One authenticated request on its way through filter, JAX-RS or WebSocket. */
public final class Exchange implements Principal {

    static final String ATTRIBUTE = Exchange.class.getName();

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final ControlPlane controlPlane;
    private final UserInfo user;
    private final Headers headers;
    private final Instant received;
    private ApiResponse answer;

    Exchange(
            HttpServletRequest request,
            HttpServletResponse response,
            ControlPlane controlPlane,
            UserInfo user,
            Headers headers,
            Instant received) {
        this.request = request;
        this.response = response;
        this.controlPlane = controlPlane;
        this.user = user;
        this.headers = headers;
        this.received = received;
    }

    static Exchange of(HttpServletRequest request) {
        return (Exchange) request.getAttribute(ATTRIBUTE);
    }

    /** Reads the body and lets the API decide. What streams is started by the filter, once JAX-RS has let go of the response. */
    ApiResponse handle() throws IOException {
        byte[] body = RequestBody.read(request);
        answer = controlPlane
                .api()
                .handle(new ApiRequest(
                        request.getMethod(),
                        request.getRequestURI(),
                        Optional.ofNullable(request.getQueryString()).orElse(""),
                        headers,
                        body,
                        user,
                        received));
        return answer;
    }

    Optional<ApiResponse> answer() {
        return Optional.ofNullable(answer);
    }

    boolean accepts(String encoding) {
        return headers.joined("Accept-Encoding").contains(encoding);
    }

    HttpServletRequest request() {
        return request;
    }

    HttpServletResponse response() {
        return response;
    }

    public ControlPlane controlPlane() {
        return controlPlane;
    }

    /** The user; this is how a WebSocket endpoint finds its request. */
    @Override
    public String getName() {
        return user.username();
    }
}
