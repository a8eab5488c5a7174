package io.gantry.e2e.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gantry.e2e.ApiClient;
import java.io.IOException;
import java.net.http.HttpResponse;

/** The server as one case sees it: addresses are below the case's namespace. */
record Api(ApiClient client, ApiPaths paths, String namespace) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer of the server. */
    record Answer(int code, String body) {

        boolean succeeded() {
            return code < 300;
        }

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("not JSON: " + body, e);
            }
        }
    }

    Answer create(String of, JsonNode object) throws IOException, InterruptedException {
        String path = of.isEmpty() ? paths.ofObject(object, namespace) : paths.of(of, namespace);
        return answer(client.send("POST", path, object.toString()));
    }

    Answer replace(String of, JsonNode object) throws IOException, InterruptedException {
        return answer(client.send("PUT", paths.of(of, namespace), object.toString()));
    }

    Answer patch(String of, String type, JsonNode patch) throws IOException, InterruptedException {
        return answer(client.send("PATCH", paths.of(of, namespace), type, patch.toString()));
    }

    Answer delete(String of, JsonNode options) throws IOException, InterruptedException {
        return answer(
                client.send("DELETE", paths.of(of, namespace), options.isMissingNode() ? "" : options.toString()));
    }

    Answer get(String of) throws IOException, InterruptedException {
        return answer(client.get(paths.of(of, namespace)));
    }

    /** What is there now; missing when there is no such object or no such field. */
    JsonNode value(String of, String at) throws IOException, InterruptedException {
        Answer answer = get(of);
        if (answer.code() == 404) {
            return MissingNode.getInstance();
        }
        if (!answer.succeeded()) {
            throw new AssertionError(of + " answered " + answer.code() + ": " + answer.body());
        }
        return answer.json().at(at);
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.body());
    }
}
