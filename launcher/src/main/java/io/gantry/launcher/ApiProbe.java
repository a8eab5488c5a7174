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
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
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
        for (JsonNode node : items("/api/v1/nodes")) {
            for (JsonNode condition : node.path("status").path("conditions")) {
                if (condition.path("type").asText().equals("Ready")
                        && condition.path("status").asText().equals("True")) {
                    ready.add(node.path("metadata").path("name").asText());
                }
            }
        }
        return ready;
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
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(TIMEOUT)
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }
}
