package io.gantry.http;

import io.gantry.status.StatusException;
import java.util.Arrays;
import java.util.List;

/**
 * The one form of a request's path that authentication, authorization, routing and handlers see: decoded, with a leading slash,
 * without a trailing one. A path that could be read in two ways is refused: encoded slashes, dot segments, empty segments.
 */
public final class RequestPath {

    private static final int MAX_LENGTH = 8192;

    private RequestPath() {}

    /**
     * @param raw the path as sent, without the query, for example {@code /api/v1/namespaces/my%2Dspace}
     */
    public static String canonical(String raw) {
        if (raw.length() > MAX_LENGTH) {
            throw StatusException.of(414, "RequestURITooLong", "the path is longer than " + MAX_LENGTH + " characters");
        }
        if (!raw.startsWith("/")) {
            throw refused("it must begin with a slash");
        }
        String trimmed = raw.endsWith("/") ? raw.substring(1, Math.max(1, raw.length() - 1)) : raw.substring(1);
        if (trimmed.isEmpty()) {
            return "/";
        }
        List<String> segments =
                Arrays.stream(trimmed.split("/", -1)).map(RequestPath::segment).toList();
        return "/" + String.join("/", segments);
    }

    private static String segment(String raw) {
        String decoded = decode(raw);
        if (decoded.isEmpty() || decoded.equals(".") || decoded.equals("..")) {
            throw refused("empty and dot segments are not allowed");
        }
        if (decoded.indexOf('/') >= 0 || decoded.indexOf('\\') >= 0) {
            throw refused("a segment must not contain a slash");
        }
        return decoded;
    }

    private static String decode(String raw) {
        try {
            return PercentEncoding.decode(raw);
        } catch (IllegalArgumentException e) {
            throw refused(e.getMessage());
        }
    }

    private static StatusException refused(String why) {
        return StatusException.badRequest("invalid request path: " + why);
    }
}
