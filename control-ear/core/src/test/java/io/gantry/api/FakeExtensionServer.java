package io.gantry.api;

import io.gantry.remote.RemoteClient;
import io.gantry.remote.RemoteRequest;
import io.gantry.remote.RemoteResponse;
import io.gantry.remote.RemoteServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An extension API server that answers paths with fixed documents; it is away until it is given one. */
final class FakeExtensionServer implements RemoteClient {

    private final Map<String, String> documents = new ConcurrentHashMap<>();

    final List<RemoteRequest> requests = new CopyOnWriteArrayList<>();

    FakeExtensionServer on(String pathAndQuery, String document) {
        documents.put(pathAndQuery, document);
        return this;
    }

    @Override
    public RemoteResponse send(RemoteServer server, RemoteRequest request) throws IOException {
        requests.add(request);
        if (documents.isEmpty()) {
            throw new IOException("dial tcp 10.0.0.7:443: connect: connection refused");
        }
        Optional<String> document = Optional.ofNullable(documents.get(request.pathAndQuery()));
        byte[] body = document.orElse("{}").getBytes(StandardCharsets.UTF_8);
        return new RemoteResponse(
                document.isPresent() ? 200 : 404,
                Map.of("Content-Type", List.of("application/json"), "Connection", List.of("keep-alive")),
                new ByteArrayInputStream(body),
                () -> {});
    }
}
