package io.gantry.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.e2e.Await;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes room for a case, takes away what the case left there and outside, and tells what was there when it failed. */
final class CaseNamespace {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Api api;
    private final List<String> outside = new ArrayList<>();

    CaseNamespace(Api api) {
        this.api = api;
    }

    void create() throws IOException, InterruptedException {
        ObjectNode namespace = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("metadata").put("name", api.namespace());
        Api.Answer answer = api.create("", namespace);
        if (!answer.succeeded()) {
            throw new AssertionError("no namespace: " + answer);
        }
        Await.until(Step.PATIENCE, () -> {
            if (api.value("serviceaccounts/default", "/metadata/name").isMissingNode()) {
                throw new AssertionError("no default service account");
            }
        });
    }

    /** The case is about to create this object: one outside the namespace is deleted after the case. */
    void remember(String of, JsonNode object) {
        String name = object.path("metadata").path("name").asText();
        if (of.isEmpty()
                && !name.isEmpty()
                && !name.contains("/")
                && !api.paths().isNamespaced(object)) {
            outside.add(api.paths().ofObject(object, api.namespace()) + "/" + name);
        }
    }

    /** Does not wait until the pods are gone. */
    void delete() throws IOException, InterruptedException {
        for (String path : outside.reversed()) {
            api.delete(path, JSON.missingNode());
        }
        api.delete("/api/v1/namespaces/" + api.namespace(), JSON.missingNode());
    }

    String description() throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        for (JsonNode pod : api.value("pods", "/items")) {
            text.append("pod ")
                    .append(pod.at("/metadata/name").asText())
                    .append(": ")
                    .append(pod.path("status"))
                    .append('\n');
        }
        for (JsonNode event : api.value("events", "/items")) {
            text.append("event of ")
                    .append(event.at("/involvedObject/name").asText())
                    .append(": ")
                    .append(event.path("reason").asText())
                    .append(": ")
                    .append(event.path("message").asText())
                    .append('\n');
        }
        return text.toString();
    }
}
