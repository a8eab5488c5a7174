package io.gantry.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.discovery.Release;
import io.gantry.object.Json;

/** What every document says alike. */
final class DocumentHead {

    private DocumentHead() {}

    static ObjectNode info() {
        return Json.object().put("title", "Kubernetes").put("version", Release.MAJOR + "." + Release.MINOR);
    }

    /** How clients say who they are. */
    static ObjectNode security() {
        ObjectNode schemes = Json.object();
        schemes.putObject("BearerToken")
                .put("type", "apiKey")
                .put("name", "authorization")
                .put("in", "header")
                .put("description", "Bearer Token authentication");
        return schemes;
    }
}
