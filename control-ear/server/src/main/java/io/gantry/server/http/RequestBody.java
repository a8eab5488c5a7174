package io.gantry.server.http;

import io.gantry.api.ApiRequest;
import io.gantry.status.StatusException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Reads a request's body, never more than the API takes. */
final class RequestBody {

    private static final byte[] NONE = {};

    private RequestBody() {}

    static byte[] read(HttpServletRequest request) throws IOException {
        long announced = request.getContentLengthLong();
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        // what follows an upgrade is another protocol's
        if (announced == 0 || reads || WebSocketUpgrade.isWanted(request) || SpdyUpgrade.isWanted(request)) {
            return NONE;
        }
        if (announced > ApiRequest.BODY_LIMIT) {
            throw StatusException.of(
                    413, "RequestEntityTooLarge", "Request entity too large: limit is " + ApiRequest.BODY_LIMIT);
        }
        // one byte more than allowed tells the API that there was too much
        int most = announced > 0 ? (int) announced : ApiRequest.BODY_LIMIT + 1;
        return request.getInputStream().readNBytes(most);
    }
}
