package io.gantry.api;

import java.util.List;
import java.util.Set;

/** The paths of proxy subresources, behind which another server's path begins. */
public final class ProxiedPath {

    private static final Set<String> IN_NAMESPACES = Set.of("pods", "services");

    private ProxiedPath() {}

    /** Whether these segments are a proxy subresource, and no more. */
    static boolean ends(List<String> segments) {
        if (segments.size() < 2
                || !segments.getLast().equals("proxy")
                || !segments.getFirst().equals("api")) {
            return false;
        }
        return switch (segments.size()) {
            case 5 -> segments.get(2).equals("nodes");
            case 7 -> segments.get(2).equals("namespaces") && IN_NAMESPACES.contains(segments.get(4));
            default -> false;
        };
    }

    /** Whether a path leads through a proxy: such a request is passed on as it comes. */
    public static boolean isOne(CanonicalPath path) {
        return length(path.segments()) > 0;
    }

    /** Segments of the proxy subresource that a path begins with; 0 when it does not. */
    static int length(List<String> segments) {
        for (int length : List.of(5, 7)) {
            if (segments.size() >= length && ends(segments.subList(0, length))) {
                return length;
            }
        }
        return 0;
    }

    /** What a raw path says behind its first segments: empty, or from a slash on. */
    static String rest(String rawPath, int segments) {
        int at = 0;
        for (int i = 0; i < segments; i++) {
            at = rawPath.indexOf('/', at + 1);
            if (at < 0) {
                return "";
            }
        }
        return rawPath.substring(at);
    }
}
