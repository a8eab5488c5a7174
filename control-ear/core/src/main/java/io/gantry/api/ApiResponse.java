package io.gantry.api;

import io.gantry.remote.RemoteRequest;
import io.gantry.remote.RemoteResponse;
import io.gantry.remote.RemoteServer;
import java.util.List;
import java.util.Map;

/** What the server sends back. */
public sealed interface ApiResponse {

    /**
     * A whole answer.
     *
     * @param headers besides Content-Type and Content-Length
     */
    record Complete(int status, String contentType, Map<String, List<String>> headers, Body body)
            implements ApiResponse {}

    /** Events as they come: status 200, then whatever the stream gives, flushed after each poll. */
    record Watch(String contentType, Map<String, List<String>> headers, WatchStream stream) implements ApiResponse {}

    /**
     * The request itself is to be passed on, body and all, and the backend's answer to be passed back.
     *
     * @param warnings values of the header Warning, besides the backend's
     */
    record Proxy(ProxyRequest request, List<String> warnings) implements ApiResponse {}

    /**
     * The client's connection is to become one of another protocol with another server: when that server agrees to the request, both are
     * tied together.
     */
    record Upgrade(RemoteServer server, RemoteRequest request) implements ApiResponse {}

    /** Another server's answer, passed on as it comes. To be closed. */
    record Remote(RemoteResponse response) implements ApiResponse {}

    /**
     * A session with a container, which the server bridges to its node.
     *
     * @param warnings values of the header Warning in the answer that begins it
     */
    record Connect(ConnectRequest request, List<String> warnings) implements ApiResponse {}
}
