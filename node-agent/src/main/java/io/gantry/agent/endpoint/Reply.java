package io.gantry.agent.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.object.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An answer over HTTP/1.1 on a connection that ends with it.
 *
 * @param more further lines of the head, each with its end
 */
public record Reply(int status, String contentType, String more, Body body) {

    /** Writes itself, once. */
    @FunctionalInterface
    public interface Body {
        void writeTo(OutputStream output) throws IOException;
    }

    static Reply text(int status, String text) {
        return bytes(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    static Reply html(String text) {
        return bytes(200, "text/html; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Numbers in Prometheus' text format. */
    static Reply metrics(String text) {
        return bytes(200, "text/plain; version=0.0.4; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    static Reply json(JsonNode json) {
        return bytes(200, "application/json", Json.write(json));
    }

    static Reply movedTo(String location) {
        return new Reply(301, "text/plain; charset=utf-8", "Location: " + location + "\r\n", _ -> {});
    }

    private static Reply bytes(int status, String type, byte[] bytes) {
        return new Reply(status, type, "Content-Length: " + bytes.length + "\r\n", output -> output.write(bytes));
    }

    Reply withoutBody() {
        return new Reply(status, contentType, more, _ -> {});
    }

    public void writeTo(OutputStream output) throws IOException {
        String head = "HTTP/1.1 %d %s\r\nContent-Type: %s\r\n%sConnection: close\r\n\r\n"
                .formatted(status, status < 400 ? "OK" : "Error", contentType, more);
        output.write(head.getBytes(StandardCharsets.ISO_8859_1));
        body.writeTo(output);
        output.flush();
    }
}
