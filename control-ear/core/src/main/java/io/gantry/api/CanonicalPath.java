package io.gantry.api;

import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.List;

/**
 * The one form of a path that authorization, routing and handlers see: decoded once, cut at its slashes, without a trailing one.
 * What could be read in two ways is refused: an encoded slash, dot segments, control characters.
 *
 * @param segments decoded, never with a slash in them; an empty one stands for two slashes in a row and matches nothing
 */
public record CanonicalPath(List<String> segments) {

    /** Longer paths name nothing that exists. */
    private static final int MAX_LENGTH = 8192;

    public static CanonicalPath of(String raw) {
        if (raw.length() > MAX_LENGTH || !raw.startsWith("/")) {
            throw StatusException.badRequest("the path of the request is not valid");
        }
        String trimmed = raw.length() > 1 && raw.endsWith("/") ? raw.substring(1, raw.length() - 1) : raw.substring(1);
        List<String> segments = new ArrayList<>();
        if (!trimmed.isEmpty()) {
            for (String segment : trimmed.split("/", -1)) {
                segments.add(checked(PercentEncoding.decode(segment, false)));
            }
        }
        return new CanonicalPath(List.copyOf(segments));
    }

    private static String checked(String segment) {
        boolean ambiguous = segment.equals(".")
                || segment.equals("..")
                || segment.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
        if (ambiguous) {
            throw StatusException.badRequest("the path of the request is not valid");
        }
        return segment;
    }

    public String text() {
        return "/" + String.join("/", segments);
    }

    public boolean startsWith(String first) {
        return !segments.isEmpty() && segments.getFirst().equals(first);
    }
}
