package io.gantry.aggregation;

import io.gantry.identity.UserInfo;
import io.gantry.proxy.ForwardedHeaders;
import io.gantry.remote.RemoteClient;
import io.gantry.remote.RemoteRequest;
import io.gantry.remote.RemoteResponse;
import io.gantry.status.StatusException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes requests on to extension servers, in the name of who asks (X-Remote headers, vouched for by a client certificate). */
public final class Forwarding {

    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

    /** Who asks for the control plane itself. */
    private static final UserInfo OWN = new UserInfo("system:kube-aggregator", List.of(UserInfo.MASTERS));

    /** What the client library writes, and credentials for us. */
    private static final Set<String> OURS = Set.of("host", "content-length", "expect", "authorization");

    private static final String REMOTE = "x-remote-";
    private static final String IMPERSONATE = "impersonate-";

    private final RemoteClient client;

    /** @param client shows extension servers the certificate of the front proxy */
    public Forwarding(RemoteClient client) {
        this.client = client;
    }

    /**
     * Passes a request on; the answer comes as the server gives it. Refuses with ServiceUnavailable when there is none.
     *
     * @param pathAndQuery as the client sent them
     * @param headers as the client sent them
     * @param timeout for the whole answer; absent for one that may go on for ever
     */
    public RemoteResponse forward(
            AggregatedApi api,
            String method,
            String pathAndQuery,
            Map<String, List<String>> headers,
            byte[] body,
            UserInfo user,
            Optional<Duration> timeout) {
        RemoteRequest request = new RemoteRequest(method, pathAndQuery, passed(api, headers, user), body, timeout);
        try {
            return withoutConnectionHeaders(client.send(api.server(), request));
        } catch (IOException e) {
            LOG.warn("event=forwarding-failed api={} error=\"{}\"", api.path(), e.getMessage());
            throw unavailable("error trying to reach service: " + e.getMessage());
        }
    }

    /**
     * What the server is asked when the client's connection is to become one of another protocol. Refuses with ServiceUnavailable when the
     * server is known not to answer.
     *
     * @param protocol as in the header Upgrade
     */
    public RemoteRequest upgrade(
            AggregatedApi api,
            String method,
            String pathAndQuery,
            Map<String, List<String>> headers,
            UserInfo user,
            String protocol) {
        Map<String, List<String>> passed = passed(api, headers, user);
        passed.put("Connection", List.of("Upgrade"));
        passed.put("Upgrade", List.of(protocol));
        return new RemoteRequest(method, pathAndQuery, passed, new byte[0], Optional.empty());
    }

    /** The headers that the server gets. */
    private static Map<String, List<String>> passed(
            AggregatedApi api, Map<String, List<String>> headers, UserInfo user) {
        if (!api.available()) {
            throw unavailable("service unavailable");
        }
        Map<String, List<String>> passed = new LinkedHashMap<>();
        headers.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (isPassed(lower) && !lower.startsWith(REMOTE) && !lower.startsWith(IMPERSONATE)) {
                passed.put(name, ForwardedHeaders.withoutToken(name, values));
            }
        });
        passed.values().removeIf(List::isEmpty);
        passed.putAll(remoteHeaders(user));
        return passed;
    }

    private static boolean isPassed(String header) {
        return !ForwardedHeaders.HOP_BY_HOP.contains(header) && !OURS.contains(header);
    }

    private static StatusException unavailable(String message) {
        return StatusException.of(503, "ServiceUnavailable", message);
    }

    private static RemoteResponse withoutConnectionHeaders(RemoteResponse response) {
        Map<String, List<String>> kept = new LinkedHashMap<>();
        response.headers().forEach((name, values) -> {
            if (isPassed(name.toLowerCase(Locale.ROOT))) {
                kept.put(name, values);
            }
        });
        return new RemoteResponse(response.status(), kept, response.body(), response.connection());
    }

    /** Asks for a document as the control plane itself. */
    RemoteResponse ask(AggregatedApi api, String path, String accept, Duration timeout) throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>(remoteHeaders(OWN));
        headers.put("Accept", List.of(accept));
        return client.send(api.server(), new RemoteRequest("GET", path, headers, new byte[0], Optional.of(timeout)));
    }

    private static Map<String, List<String>> remoteHeaders(UserInfo user) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("X-Remote-User", List.of(user.username()));
        if (!user.uid().isEmpty()) {
            headers.put("X-Remote-Uid", List.of(user.uid()));
        }
        if (!user.groups().isEmpty()) {
            headers.put("X-Remote-Group", user.groups());
        }
        user.extra().forEach((key, values) -> headers.put("X-Remote-Extra-" + headerKey(key), values));
        return headers;
    }

    /** Keys of extra may be anything; what a header's name cannot hold is written with percent signs. */
    private static String headerKey(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
