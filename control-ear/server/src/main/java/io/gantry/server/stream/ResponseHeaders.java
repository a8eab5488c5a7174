package io.gantry.server.stream;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;

/** Headers of responses. */
public final class ResponseHeaders {

    private ResponseHeaders() {}

    /** Gives a header these values, of which there is one at least, in place of those that it has. */
    public static void replace(HttpServletResponse response, String name, List<String> values) {
        response.setHeader(name, values.getFirst());
        values.subList(1, values.size()).forEach(value -> response.addHeader(name, value));
    }
}
