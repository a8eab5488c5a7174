package io.gantry.api;

import java.util.Optional;

/** A request that the API knows the subject of and has still to answer. */
public final class PendingRequest {

    private final ApiServer server;
    private final ApiRequest request;
    private final Destination destination;

    PendingRequest(ApiServer server, ApiRequest request, Destination destination) {
        this.server = server;
        this.request = request;
        this.destination = destination;
    }

    /**
     * What flow control judges it by, before its body is read. Empty for those that flow control leaves alone: sessions, which may last
     * for hours, and what is refused anyway.
     */
    public Optional<JudgedRequest> judged() {
        return server.judged(request, destination);
    }

    /** Flow control does not let it through, now or after it has waited. */
    public ApiResponse.Complete refuse() {
        return server.refuse(request, destination);
    }

    /** Answers it. Never throws. */
    public ApiResponse handle(byte[] body) {
        return server.handle(request.withBody(body), destination);
    }
}
