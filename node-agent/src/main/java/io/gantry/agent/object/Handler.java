package io.gantry.agent.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a probe or a lifecycle hook does. */
public sealed interface Handler {

    /** Runs a command in the container; zero is success. */
    record Exec(List<String> command) implements Handler {}

    /** A GET; a status from 200 to 399 is success. {@code port} is a number or the name of a container port. */
    record HttpGet(String scheme, String host, String port, String path, Map<String, String> headers)
            implements Handler {}

    /** Opens a connection. */
    record TcpSocket(String host, String port) implements Handler {}

    /** The standard gRPC health check. */
    record Grpc(int port, String service) implements Handler {}

    /** Waits. */
    record Sleep(Duration duration) implements Handler {}

    /** Reads the handler in a Probe or LifecycleHandler; empty when there is none. */
    static Optional<Handler> of(JsonNode node) {
        if (node.path("exec").isObject()) {
            return Optional.of(new Exec(Json.strings(node.path("exec").path("command"))));
        }
        if (node.path("httpGet").isObject()) {
            return Optional.of(httpGet(node.path("httpGet")));
        }
        if (node.path("tcpSocket").isObject()) {
            JsonNode tcp = node.path("tcpSocket");
            return Optional.of(
                    new TcpSocket(tcp.path("host").asText(""), tcp.path("port").asText()));
        }
        if (node.path("grpc").isObject()) {
            JsonNode grpc = node.path("grpc");
            return Optional.of(
                    new Grpc(grpc.path("port").asInt(), grpc.path("service").asText("")));
        }
        if (node.path("sleep").isObject()) {
            return Optional.of(new Sleep(
                    Duration.ofSeconds(node.path("sleep").path("seconds").asLong())));
        }
        return Optional.empty();
    }

    private static Handler httpGet(JsonNode get) {
        Map<String, String> headers = new LinkedHashMap<>();
        get.path("httpHeaders")
                .forEach(header -> headers.put(
                        header.path("name").asText(), header.path("value").asText()));
        return new HttpGet(
                Json.text(get, "scheme", "HTTP").toLowerCase(java.util.Locale.ROOT),
                get.path("host").asText(""),
                get.path("port").asText(),
                Json.text(get, "path", "/"),
                headers);
    }
}
