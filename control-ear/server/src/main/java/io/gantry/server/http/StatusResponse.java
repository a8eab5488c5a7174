package io.gantry.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.status.StatusException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes a refusal as a Status object, for requests that do not reach the API. */
public final class StatusResponse {

    static final String JSON = "application/json";

    private StatusResponse() {}

    /** Answers a request that failed within: with what it was refused for, or with an id under which the log tells of our mistake. */
    static void writeFailure(HttpServletResponse response, Throwable failure) throws IOException {
        write(response, failure instanceof StatusException refusal ? refusal : Failures.internal(failure));
    }

    public static void write(HttpServletResponse response, StatusException refusal) throws IOException {
        if (response.isCommitted()) {
            return; // the client has begun to read something else; the connection is all that can still end
        }
        ObjectNode status = refusal.status();
        byte[] body = Json.write(status);
        response.resetBuffer();
        response.setStatus(refusal.code());
        response.setContentType(JSON);
        int wait = status.path("details").path("retryAfterSeconds").asInt();
        if (wait > 0) {
            response.setIntHeader("Retry-After", wait);
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
