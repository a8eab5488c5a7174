package io.gantry.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** Asks the API server how it and its nodes are. */
final class ApiProbe {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient client;
    private final String server;
    private final ObjectMapper mapper = new ObjectMapper();

    ApiProbe(String server, SSLContext tls) {
        this.server = server;
        this.client = HttpClient.newBuilder()
                .sslContext(tls)
                .connectTimeout(TIMEOUT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    boolean ready() {
        return get("/readyz").isPresent();
    }

    /** Names of the nodes whose Ready condition is True. */
    Set<String> readyNodes() {
        Set<String> ready = new HashSet<>();
        readyConditions().forEach((name, condition) -> {
            if (condition.path("status").asText().equals("True")) {
                ready.add(name);
            }
        });
        return ready;
    }

    /** Whether a node can be used, and why not, for people. */
    String readiness(String nodeName) {
        JsonNode condition = readyConditions().get(nodeName);
        return condition == null
                ? "is not registered"
                : "has Ready=" + condition.path("status").asText() + " ("
                        + condition.path("message").asText() + ")";
    }

    /** Each registered node's Ready condition; an empty object where it has none. */
    private Map<String, JsonNode> readyConditions() {
        Map<String, JsonNode> conditions = new HashMap<>();
        for (JsonNode node : items("/api/v1/nodes")) {
            JsonNode ready = mapper.createObjectNode();
            for (JsonNode condition : node.path("status").path("conditions")) {
                ready = condition.path("type").asText().equals("Ready") ? condition : ready;
            }
            conditions.put(node.path("metadata").path("name").asText(), ready);
        }
        return conditions;
    }

    /** Names of the nodes that gave a sign of life after an instant. A condition alone may be from before a restart. */
    Set<String> nodesSeenSince(Instant start) {
        Set<String> seen = new HashSet<>();
        for (JsonNode lease : items("/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases")) {
            String renewed = lease.path("spec").path("renewTime").asText();
            if (!renewed.isEmpty() && Instant.parse(renewed).isAfter(start)) {
                seen.add(lease.path("metadata").path("name").asText());
            }
        }
        return seen;
    }

    private JsonNode items(String path) {
        Optional<String> list = get(path);
        try {
            return list.isEmpty()
                    ? mapper.createArrayNode()
                    : mapper.readTree(list.get()).path("items");
        } catch (IOException e) {
            throw new Failure("the API server's answer to " + path + " is not JSON", e);
        }
    }

    /** The body of an answer 200; empty for any other answer and where nothing listens yet. */
    private Optional<String> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path)).build();
        // a request's own time limit does not hold for its answer's body
        Future<HttpResponse<String>> answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        try {
            HttpResponse<String> response = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
        } catch (ExecutionException e) {
            return Optional.empty();
        } catch (TimeoutException e) {
            answer.cancel(true);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }
}
