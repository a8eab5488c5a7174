package io.gantry.server.http;

import io.gantry.api.ApiRequest;
import io.gantry.api.ApiResponse;
import io.gantry.api.CanonicalPath;
import io.gantry.api.ConnectRequest;
import io.gantry.api.Headers;
import io.gantry.api.JudgedRequest;
import io.gantry.api.PendingRequest;
import io.gantry.identity.UserInfo;
import io.gantry.remote.RemoteResponse;
import io.gantry.server.ControlPlane;
import io.gantry.server.stream.LogResponse;
import io.gantry.server.stream.RemoteAnswer;
import io.gantry.server.stream.ResponseEnd;
import io.gantry.server.stream.ResponseHeaders;
import io.gantry.server.stream.WatchResponse;
import io.gantry.status.StatusException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One authenticated request on its way through filter and JAX-RS. */
final class Exchange {

    static final String ATTRIBUTE = Exchange.class.getName();

    private static final byte[] NO_BODY = {};

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final ControlPlane controlPlane;
    private final Headers headers;
    private final PendingRequest pending;
    private final Optional<AsyncContext> given;
    private ApiResponse answer;
    private Optional<AsyncContext> parked = Optional.empty();

    /** @param given of a request that has left its thread already; it is completed by others unless {@link #park} is called */
    Exchange(
            HttpServletRequest request,
            HttpServletResponse response,
            Optional<AsyncContext> given,
            ControlPlane controlPlane,
            UserInfo user,
            Headers headers,
            CanonicalPath path) {
        this.request = request;
        this.response = response;
        this.given = given;
        this.controlPlane = controlPlane;
        this.headers = headers;
        ApiRequest asked = new ApiRequest(
                request.getMethod(),
                request.getRequestURI(),
                Optional.ofNullable(request.getQueryString()).orElse(""),
                headers,
                NO_BODY,
                user,
                controlPlane.clock().instant(),
                RelayedClients.address(request));
        this.pending = controlPlane.api().begin(asked, path);
    }

    static Exchange of(HttpServletRequest request) {
        return (Exchange) request.getAttribute(ATTRIBUTE);
    }

    /** Reads the body and lets the API decide. What streams is started by the filter, once JAX-RS has let go of the response. */
    ApiResponse handle() throws IOException {
        return handle(RequestBody.read(request));
    }

    /** Lets the API decide on a request whose body is not the API's to read. */
    ApiResponse handleWithoutBody() {
        return handle(NO_BODY);
    }

    /** What flow control judges the request by. */
    Optional<JudgedRequest> judged() {
        return pending.judged();
    }

    /** Lets the API decide, once the body was read. */
    ApiResponse handle(byte[] body) {
        answer = pending.handle(body);
        warnings(answer).forEach(warning -> response.addHeader("Warning", warning));
        return answer;
    }

    /** Those of answers whose head is made elsewhere, by a node or an upgrade. */
    private static List<String> warnings(ApiResponse answer) {
        return switch (answer) {
            case ApiResponse.Connect connect -> connect.warnings();
            case ApiResponse.Proxy proxy -> proxy.warnings();
            case ApiResponse.Complete complete -> List.of();
            case ApiResponse.Watch watch -> List.of();
            case ApiResponse.Upgrade upgrade -> List.of();
            case ApiResponse.Remote remote -> List.of();
        };
    }

    /** Answers that flow control does not let it through. */
    void refuse() throws IOException {
        CompleteResponse.write(pending.refuse(), accepts("gzip"), response);
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
            case ApiResponse.Proxy proxy -> throw new IllegalStateException("proxied requests do not come here");
            case ApiResponse.Upgrade upgrade -> throw new IllegalStateException("upgrades do not come here");
            case ApiResponse.Complete complete -> {
                CompleteResponse.write(complete, accepts("gzip"), response);
                parked.ifPresent(ResponseEnd::complete);
            }
            case null -> {} // JAX-RS refused the request
        }
    }

    private void remote(RemoteResponse given) {
        new RemoteAnswer(given, park(), controlPlane.streaming()).start();
    }

    private void connect(ConnectRequest wanted) throws IOException {
        switch (wanted) {
            case ConnectRequest.Logs logs -> {
                new LogResponse(logs, controlPlane.sessions(), park(), controlPlane.streaming()).start();
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
        more.forEach((name, values) -> ResponseHeaders.replace(response, name, values));
        AsyncContext async = park();
        response.flushBuffer();
        return async;
    }

    /** Lets go of the request's thread, once; whoever answers completes it. */
    AsyncContext park() {
        AsyncContext async = parked.or(() -> given).orElseGet(() -> leaveThread(request, response));
        parked = Optional.of(async);
        return async;
    }

    /** Another thread answers, however long that takes. */
    private static AsyncContext leaveThread(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(0);
        return async;
    }

    /** Whether the answer comes from elsewhere, later. */
    boolean isParked() {
        return parked.isPresent();
    }

    private boolean accepts(String encoding) {
        return headers.joined("Accept-Encoding").contains(encoding);
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

    ControlPlane controlPlane() {
        return controlPlane;
    }
}
