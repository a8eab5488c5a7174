package io.gantry.api;

import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The one form of a path that authorization, routing and handlers see: decoded once, cut at its slashes, without a trailing one.
 * What could be read in two ways is refused: an encoded slash, dot segments, control characters. What follows a proxy subresource is
 * another server's path and stays encoded, so that it may be what that server likes, but for dot segments.
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
            boolean foreign = false;
            for (String segment : trimmed.split("/", -1)) {
                segments.add(foreign ? withoutDots(segment) : checked(PercentEncoding.decode(segment, false)));
                foreign = foreign || ProxiedPath.ends(segments);
            }
        }
        return new CanonicalPath(List.copyOf(segments));
    }

    private static String checked(String segment) {
        if (isDots(segment) || hasForbidden(segment)) {
            throw StatusException.badRequest("the path of the request is not valid");
        }
        return segment;
    }

    private static boolean hasForbidden(String segment) {
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '/' || c == '\\' || Character.isISOControl(c)) {
                return true;
            }
        }
        return false;
    }

    private static String withoutDots(String raw) {
        if (isDots(raw.toLowerCase(Locale.ROOT).replace("%2e", "."))) {
            throw StatusException.badRequest("the path of the request is not valid");
        }
        return raw;
    }

    private static boolean isDots(String segment) {
        return segment.equals(".") || segment.equals("..");
    }

    public String text() {
        return "/" + String.join("/", segments);
    }

    public boolean startsWith(String first) {
        return !segments.isEmpty() && segments.getFirst().equals(first);
    }
}
