package io.gantry.server.http;

import io.gantry.api.ApiRequest;
import io.gantry.api.ApiResponse;
import io.gantry.api.ConnectRequest;
import io.gantry.api.Headers;
import io.gantry.identity.UserInfo;
import io.gantry.remote.RemoteResponse;
import io.gantry.server.ControlPlane;
import io.gantry.server.stream.LogResponse;
import io.gantry.server.stream.RemoteAnswer;
import io.gantry.server.stream.WatchResponse;
import io.gantry.status.StatusException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
                        received,
                        request.getRemoteAddr()));
        return answer;
    }

    /** Writes the answer, or begins to. */
    void writeAnswer() throws IOException {
        switch (answer) {
            case ApiResponse.Watch watch -> {
                AsyncContext async = begin(watch.contentType(), watch.headers());
                new WatchResponse(watch.stream(), async, controlPlane.streaming()).start();
            }
            case ApiResponse.Remote remote -> remote(remote.response());
            case ApiResponse.Connect connect -> connect(connect.request());
            case ApiResponse.Complete complete -> CompleteResponse.write(complete, accepts("gzip"), response);
            case null -> {} // JAX-RS refused the request
        }
    }

    private void remote(RemoteResponse given) {
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(0);
        new RemoteAnswer(given, async, controlPlane.streaming()).start();
    }

    private void connect(ConnectRequest wanted) throws IOException {
        switch (wanted) {
            case ConnectRequest.Logs logs -> {
                AsyncContext async = request.startAsync(request, response);
                async.setTimeout(0);
                new LogResponse(logs, controlPlane.sessions(), async, controlPlane.streaming()).start();
            }
            case ConnectRequest.Exec exec -> throw upgradeRequired();
            case ConnectRequest.Attach attach -> throw upgradeRequired();
            case ConnectRequest.PortForward forward -> throw upgradeRequired();
        }
    }

    private static StatusException upgradeRequired() {
        return StatusException.badRequest("Upgrade request required");
    }

    private AsyncContext begin(String contentType, Map<String, List<String>> more) throws IOException {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(contentType);
        more.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(0);
        response.flushBuffer();
        return async;
    }

    private boolean accepts(String encoding) {
        return headers.joined("Accept-Encoding").contains(encoding);
    }

    /** What the API decided, once {@link #handle} has run. */
    public Optional<ApiResponse> answer() {
        return Optional.ofNullable(answer);
    }

    HttpServletRequest request() {
        return request;
    }

    HttpServletResponse response() {
        return response;
    }

    Headers headers() {
        return headers;
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
