package io.gantry.proxy;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a backend's links lead through the proxy again: those with an absolute path on the backend itself, which a browser would
 * otherwise look for at the API server's root.
 *
 * @param prefix path of the proxy subresource, without a slash at its end
 * @param hosts under which the backend may know itself: its own address, and the Host that the client sent
 */
public record BackendLinks(String prefix, Set<String> hosts) {

    /** Scheme, authority and the rest; laxer than java.net.URI, since browsers follow links that it refuses. */
    private static final Pattern LINK =
            Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*+):)?(?://([^/?#]*+))?(.*+)", Pattern.DOTALL);

    /** The link as the client must follow it. */
    public String through(String link) {
        Matcher parts = LINK.matcher(link);
        if (!parts.matches()) {
            return link;
        }
        boolean absolute = parts.group(2) != null && !parts.group(2).isEmpty();
        boolean elsewhere = absolute ? !hosts.contains(parts.group(2)) : parts.group(1) != null;
        String path = parts.group(3);
        if (elsewhere || !path.startsWith("/")) {
            return link;
        }
        return path.startsWith(prefix) ? path : prefix + path;
    }
}
