package io.gantry.server.http;

import io.gantry.api.ApiRequest;
import io.gantry.status.StatusException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;

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
        if (announced > 0) {
            byte[] body = new byte[(int) announced];
            int read = request.getInputStream().readNBytes(body, 0, body.length);
            return read == body.length ? body : Arrays.copyOf(body, read);
        }
        // one byte more than allowed tells the API that there was too much
        return request.getInputStream().readNBytes(ApiRequest.BODY_LIMIT + 1);
    }
}
