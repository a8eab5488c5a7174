package io.gantry.proxy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which headers pass through the proxy, as RFC 9110 (section 7.6.1) and the API server's own business have it. */
public final class ForwardedHeaders {

    /** Of one connection only, in small letters. */
    public static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "proxy-connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** What the API server has read, and no backend may see: who asks, and how they have shown it. */
    private static final Set<String> OURS =
            Set.of("authorization", "audit-id", "x-remote-user", "x-remote-uid", "x-remote-group", "expect", "host");

    private static final List<String> OUR_PREFIXES = List.of("impersonate-", "x-remote-extra-");

    /** A backend must not say what other sites may do with the API server. */
    private static final Set<String> CORS = Set.of(
            "access-control-allow-credentials",
            "access-control-allow-headers",
            "access-control-allow-methods",
            "access-control-allow-origin");

    private static final String TOKEN_PROTOCOL = "base64url.bearer.authorization.k8s.io.";
    private static final String SUBPROTOCOLS = "sec-websocket-protocol";
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private ForwardedHeaders() {}

    /**
     * The headers that a backend gets.
     *
     * @param client address of the client, empty when it is not known
     * @param uri how the client asked for the backend's path
     */
    public static Map<String, List<String>> ofRequest(Map<String, List<String>> given, String client, String uri) {
        Set<String> dropped = hopByHop(given);
        Map<String, List<String>> passed = new LinkedHashMap<>();
        given.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean ours = OURS.contains(lower) || OUR_PREFIXES.stream().anyMatch(lower::startsWith);
            if (!ours && !dropped.contains(lower)) {
                passed.put(name, withoutToken(name, values));
            }
        });
        passed.values().removeIf(List::isEmpty);
        passed.put("X-Forwarded-Uri", List.of(uri));
        forwardedFor(passed, client).ifPresent(hops -> passed.put(FORWARDED_FOR, List.of(hops)));
        return passed;
    }

    private static Optional<String> forwardedFor(Map<String, List<String>> passed, String client) {
        List<String> hops = new ArrayList<>();
        passed.keySet().stream()
                .filter(FORWARDED_FOR::equalsIgnoreCase)
                .toList()
                .forEach(name -> hops.addAll(passed.remove(name)));
        if (!client.isEmpty()) {
            hops.add(client);
        }
        return hops.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", hops));
    }

    /** The values of a header but for a token among the subprotocols of a WebSocket: that was for the API server. */
    public static List<String> withoutToken(String name, List<String> protocols) {
        if (!name.equalsIgnoreCase(SUBPROTOCOLS)) {
            return protocols;
        }
        String kept = String.join(
                ", ",
                Stream.of(String.join(",", protocols).split(","))
                        .map(String::strip)
                        .filter(protocol -> !protocol.startsWith(TOKEN_PROTOCOL))
                        .toList());
        return kept.isEmpty() ? List.of() : List.of(kept);
    }

    /** The headers that the client gets. */
    public static Map<String, List<String>> ofResponse(Map<String, List<String>> given) {
        Set<String> dropped = hopByHop(given);
        dropped.addAll(CORS);
        Map<String, List<String>> passed = new LinkedHashMap<>(given);
        passed.keySet().removeIf(name -> dropped.contains(name.toLowerCase(Locale.ROOT)));
        return passed;
    }

    private static Set<String> hopByHop(Map<String, List<String>> headers) {
        Set<String> names = new HashSet<>(HOP_BY_HOP);
        headers.forEach((name, values) -> {
            if (name.equalsIgnoreCase("Connection")) {
                Stream.of(String.join(",", values).split(","))
                        .map(token -> token.strip().toLowerCase(Locale.ROOT))
                        .forEach(names::add);
            }
        });
        return names;
    }
}
