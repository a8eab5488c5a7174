package io.gantry.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.remote.RemoteClient;
import io.gantry.remote.RemoteRequest;
import io.gantry.remote.RemoteResponse;
import io.gantry.status.Quoted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks webhooks: posts a review, gets the review answered. */
public final class WebhookClient {

    /** An object of the largest size, changed and in base64, still fits. */
    private static final int ANSWER_LIMIT = 16 << 20;

    private static final int SHOWN_ANSWER = 512;
    private static final Map<String, List<String>> HEADERS = Map.of(
            "Content-Type", List.of("application/json"),
            "Accept", List.of("application/json, */*"),
            "User-Agent", List.of("kube-apiserver-admission"));

    private final RemoteClient remote;

    public WebhookClient(RemoteClient remote) {
        this.remote = remote;
    }

    /**
     * Posts a review.
     *
     * @param timeout at most so long, which the webhook is told
     */
    public ObjectNode post(WebhookEndpoint endpoint, Duration timeout, ObjectNode review) throws WebhookCallException {
        String path = (endpoint.path().isEmpty() ? "/" : endpoint.path()) + "?timeout=" + timeout.toSeconds() + "s";
        RemoteRequest request = new RemoteRequest("POST", path, HEADERS, Json.write(review), Optional.of(timeout));
        try (RemoteResponse response = remote.send(endpoint.server(), request)) {
            return answer(response.status(), response.whole(ANSWER_LIMIT));
        } catch (IOException e) {
            String url = endpoint.server().location().origin() + path;
            throw new WebhookCallException("Post " + Quoted.of(url) + ": " + e.getMessage(), e);
        }
    }

    private static ObjectNode answer(int status, byte[] body) throws WebhookCallException {
        if (status < 200 || status > 206) {
            throw new WebhookCallException(refusal(status, body));
        }
        try {
            if (Json.MAPPER.readTree(body) instanceof ObjectNode answer) {
                return answer;
            }
        } catch (IOException e) {
            String why = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
            throw new WebhookCallException("couldn't get version/kind; json parse error: " + why, e);
        }
        throw new WebhookCallException("couldn't get version/kind; json parse error: not an object");
    }

    private static String refusal(int status, byte[] body) {
        String text = new String(body, 0, Math.min(body.length, SHOWN_ANSWER), StandardCharsets.UTF_8).strip();
        Optional<String> told = told(body);
        if (told.isPresent()) {
            return told.get();
        }
        return switch (status) {
            case 400 -> "the server rejected our request for an unknown reason";
            case 401 -> "the server has asked for the client to provide credentials";
            case 403 -> text.isEmpty() ? "unknown" : text;
            case 404 -> "the server could not find the requested resource";
            case 405 -> "the server does not allow this method on the requested resource";
            case 503 -> "the server is currently unable to handle the request";
            case 504 ->
                "the server was unable to return a response in the time allotted, but may still be processing"
                        + " the request";
            default ->
                status >= 500
                        ? "an error on the server (" + Quoted.of(text) + ") has prevented the request from succeeding"
                        : "the server responded with the status code " + status
                                + " but did not return more information";
        };
    }

    /** What a Status in the body says. */
    private static Optional<String> told(byte[] body) {
        try {
            JsonNode status = Json.MAPPER.readTree(body);
            boolean failure = Nodes.text(status, "kind").equals("Status")
                    && !Nodes.text(status, "message").isEmpty();
            return failure ? Optional.of(Nodes.text(status, "message")) : Optional.empty();
        } catch (IOException e) {
            // most servers answer with text
            return Optional.empty();
        }
    }
}
